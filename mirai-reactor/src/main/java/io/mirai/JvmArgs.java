package io.mirai;

import java.util.List;
import java.util.Set;

/** Options of the JVM as users give them: tells a slip from an option before a daemon fails to start. */
final class JvmArgs {

    /** Those whose value may be an argument of its own. */
    private static final Set<String> WITH_VALUE = Set.of(
            "--add-exports",
            "--add-modules",
            "--add-opens",
            "--add-reads",
            "--enable-native-access",
            "--limit-modules",
            "--patch-module",
            "--upgrade-module-path");

    private static final Set<String> OURS =
            Set.of("-cp", "-classpath", "--class-path", "-jar", "-m", "--module", "-p", "--module-path");

    private JvmArgs() {}

    static List<String> check(String... args) {
        boolean valueMayFollow = false;
        for (String arg : args) {
            String option = arg.contains("=") ? arg.substring(0, arg.indexOf('=')) : arg;
            if (OURS.contains(option)) {
                throw new IllegalArgumentException(Texts.jvmArgIsOurs(option));
            }
            if (!arg.startsWith("-") && !valueMayFollow) {
                throw new IllegalArgumentException(Texts.notAJvmArg(arg));
            }
            valueMayFollow = WITH_VALUE.contains(arg);
        }
        return List.of(args);
    }
}
