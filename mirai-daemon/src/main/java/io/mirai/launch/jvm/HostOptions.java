package io.mirai.launch.jvm;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The options of this JVM, sorted by what becomes of them in its daemons. They come from the command line, from an
 * argument file, and from the environment: the JVM puts all of them into one list, in which the last one wins.
 *
 * @param passed the flags that change what code means
 * @param properties the system properties, each as {@code -Dname=value}
 * @param away what daemons do not get: heap sizes, collectors, agents, ports of debuggers and of JMX
 */
record HostOptions(List<String> passed, List<String> properties, List<String> away) {

    private static final List<String> PASSED = List.of(
            "--enable-preview",
            "-ea",
            "-enableassertions",
            "-da",
            "-disableassertions",
            "-esa",
            "-enablesystemassertions",
            "-dsa",
            "-disablesystemassertions",
            "-Xbootclasspath/a");

    /** These describe one JVM, or name a class that the JVM looks for before there are classes of the user. */
    private static final List<String> PROPERTIES_AWAY = List.of(
            "com.sun.management.",
            "java.rmi.server.",
            "java.class.path",
            "java.home",
            "java.nio.file.spi.DefaultFileSystemProvider",
            "java.security.manager",
            "java.system.class.loader",
            "jdk.module.",
            "sun.boot.",
            "sun.java.");

    /** What other options say for a daemon: its class path, and {@link OpenPackages}. */
    private static final List<String> SAID_OTHERWISE = List.of(
            "--add-exports=",
            "--add-opens=",
            "--enable-native-access=",
            "--module-path=",
            "--sun-misc-unsafe-memory-access=",
            "-Djava.class.path=",
            "-Djdk.module.",
            "-Dsun.java.");

    private static final String SECURITY_MANAGER = "-Djava.security.manager=";

    /** Sorts those that this JVM was started with. */
    static HostOptions ofThisJvm() {
        return sort(arguments());
    }

    /** Without them daemons may mean something else, but they start: where the JDK cannot tell, nobody can. */
    private static List<String> arguments() {
        try {
            return ManagementFactory.getRuntimeMXBean().getInputArguments();
        } catch (LinkageError | RuntimeException e) {
            // So the JDK 17 fails in a directory whose name the host's language has no letters for.
            return List.of();
        }
    }

    static HostOptions sort(List<String> arguments) {
        List<String> passed = new ArrayList<>();
        List<String> properties = new ArrayList<>();
        List<String> away = new ArrayList<>();
        for (String argument : arguments) {
            if (argument.startsWith("-D") && isPassedProperty(argument)) {
                if (!HostLocation.isSaidBy(argument)) {
                    properties.add(argument);
                }
            } else if (ModuleOptions.isOne(argument)) {
                Optional<String> option = ModuleOptions.forDaemon(argument);
                option.ifPresent(passed::add);
            } else if (isPassedFlag(argument)) {
                passed.add(argument);
            } else if (SAID_OTHERWISE.stream().noneMatch(argument::startsWith)) {
                away.add(argument);
            }
        }
        return new HostOptions(passed, properties, away);
    }

    private static boolean isPassedFlag(String argument) {
        return PASSED.stream()
                .anyMatch(option -> argument.equals(option)
                        || argument.startsWith(option + "=")
                        || argument.startsWith(option + ":"));
    }

    private static boolean isPassedProperty(String argument) {
        if (argument.equals(SECURITY_MANAGER + "allow") || argument.equals(SECURITY_MANAGER + "disallow")) {
            return true; // no class is named
        }
        return PROPERTIES_AWAY.stream().noneMatch(name -> argument.startsWith(name, "-D".length()));
    }
}
