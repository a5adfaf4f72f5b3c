package io.mirai.launch.jvm;

import java.lang.module.ModuleFinder;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The host's options about modules, as they are for a daemon: there all user code is on a class path, so of the
 * modules only the JDK's exist, and what names one of the user's means all of that.
 */
final class ModuleOptions {

    private static final String ADD_MODULES = "--add-modules=";
    private static final String ADD_READS = "--add-reads=";

    /** Names that stand for several modules of the JDK, or for the class path. */
    private static final String SEVERAL = "ALL-";

    private static final String OF_THE_PATH = "ALL-MODULE-PATH";
    private static final String UNNAMED = "ALL-UNNAMED";

    private ModuleOptions() {}

    static boolean isOne(String argument) {
        return argument.startsWith(ADD_MODULES) || argument.startsWith(ADD_READS);
    }

    /** The option as a daemon takes it, unless it has no meaning there. */
    static Optional<String> forDaemon(String argument) {
        return argument.startsWith(ADD_MODULES)
                ? addModules(argument.substring(ADD_MODULES.length()))
                : addReads(argument.substring(ADD_READS.length()));
    }

    private static Optional<String> addModules(String names) {
        String known = Arrays.stream(names.split(",", -1))
                .filter(ModuleOptions::isOfJdk)
                .collect(Collectors.joining(","));
        return known.isEmpty() ? Optional.empty() : Optional.of(ADD_MODULES + known);
    }

    /** Of the form {@code module=target,…}. */
    private static Optional<String> addReads(String read) {
        int equals = read.indexOf('=');
        if (equals < 0 || !isOfJdk(read.substring(0, equals))) {
            return Optional.empty();
        }
        String targets = Arrays.stream(read.substring(equals + 1).split(",", -1))
                .map(target -> isOfJdk(target) ? target : UNNAMED)
                .distinct()
                .collect(Collectors.joining(","));
        return Optional.of(ADD_READS + read.substring(0, equals + 1) + targets);
    }

    static boolean isOfJdk(String module) {
        return module.startsWith(SEVERAL)
                ? !module.equals(OF_THE_PATH)
                : ModuleFinder.ofSystem().find(module).isPresent();
    }
}
