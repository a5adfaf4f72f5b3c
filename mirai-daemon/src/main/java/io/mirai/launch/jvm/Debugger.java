package io.mirai.launch.jvm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Whether a JVM is started for a debugger, which may stop it for as long as it likes: then its silence means nothing.
 */
final class Debugger {

    private Debugger() {}

    /**
     * Looks for the debug agent in a command line.
     *
     * @param jvmArguments the JVM's options; those in argument files count
     */
    static boolean mayStop(List<String> jvmArguments) {
        return jvmArguments.stream().anyMatch(Debugger::startsAgent);
    }

    private static boolean startsAgent(String argument) {
        if (argument.startsWith("@")) {
            return contents(Path.of(argument.substring(1))).contains("jdwp");
        }
        return argument.startsWith("-agentlib:jdwp")
                || argument.startsWith("-Xrunjdwp")
                || (argument.startsWith("-agentpath:") && argument.contains("jdwp"));
    }

    private static String contents(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return ""; // the JVM will say so
        }
    }
}
