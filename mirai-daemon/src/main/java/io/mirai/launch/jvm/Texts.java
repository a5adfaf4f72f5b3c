package io.mirai.launch.jvm;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Every message of this package that a user may read: what failed, on what, and what to do. */
final class Texts {

    private Texts() {}

    static String noFile(Class<?> type, @Nullable Object location) {
        return "cannot start daemons: the code of " + type.getName() + " is at " + location
                + ", which is no file that a JVM can have on its class path";
    }

    static String notOnDisk(String entry, Path path) {
        return "cannot start the daemon: its class path has " + entry + ", but there is nothing at " + path
                + "; correct what DaemonOptions.classPath was given";
    }

    static String noJava(Path own) {
        return "cannot start daemons: there is no " + own + ", and no java on the PATH; name one by DaemonOptions.java";
    }

    static String notPassed(String options) {
        return "options of this JVM that daemons do not get: " + options;
    }
}
