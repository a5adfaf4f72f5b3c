package io.mirai.launch;

import java.lang.module.ModuleFinder;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The host's options about modules, as they are for a daemon: there all user code is on a class path, so of the
 * modules only the JDK's exist, and what was opened to one of the user's is opened to all of that.
 */
final class ModuleOptions {

    private static final String ADD_MODULES = "--add-modules=";
    private static final String ADD_OPENS = "--add-opens=";

    /** Names that stand for several modules of the JDK. */
    private static final String SEVERAL = "ALL-";

    private static final String OF_THE_PATH = "ALL-MODULE-PATH";

    private ModuleOptions() {}

    /** The same option, or none; any other argument as it is. */
    static Stream<String> forDaemon(String argument) {
        if (argument.startsWith(ADD_MODULES)) {
            return addModules(argument.substring(ADD_MODULES.length()));
        }
        if (argument.startsWith(ADD_OPENS)) {
            return addOpens(argument.substring(ADD_OPENS.length()));
        }
        return Stream.of(argument);
    }

    private static Stream<String> addModules(String names) {
        String known = Arrays.stream(names.split(",", -1))
                .filter(ModuleOptions::isOfJdk)
                .collect(Collectors.joining(","));
        return known.isEmpty() ? Stream.empty() : Stream.of(ADD_MODULES + known);
    }

    /** Of the form {@code module/package=target,…}. */
    private static Stream<String> addOpens(String opened) {
        int slash = opened.indexOf('/');
        int equals = opened.indexOf('=');
        return slash > 0 && equals > slash && isOfJdk(opened.substring(0, slash))
                ? Stream.of(ADD_OPENS + opened.substring(0, equals) + "=ALL-UNNAMED")
                : Stream.empty();
    }

    private static boolean isOfJdk(String module) {
        return module.startsWith(SEVERAL)
                ? !module.equals(OF_THE_PATH)
                : ModuleFinder.ofSystem().find(module).isPresent();
    }
}
