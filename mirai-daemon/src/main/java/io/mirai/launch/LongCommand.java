package io.mirai.launch;

import io.mirai.machine.Machine;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Puts a JVM's arguments into a file where a command line would not do: Windows takes 32,767 letters in all and has rules
 * of its own for quotes, Linux takes 128 KiB in one argument.
 */
final class LongCommand {

    private static final int LONGEST_LINE = 30_000;

    private LongCommand() {}

    /** The command as it can be run: as it is, or with the file in the place of its arguments. */
    static List<String> shorten(List<String> command, Path file) throws IOException {
        int length =
                command.stream().mapToInt(argument -> argument.length() + 3).sum();
        boolean quotes = command.stream().anyMatch(argument -> argument.indexOf('"') >= 0);
        if (length <= LONGEST_LINE && !(quotes && Machine.isWindows())) {
            return command;
        }
        List<String> lines = command.subList(1, command.size()).stream()
                .map(LongCommand::quoted)
                .toList();
        Files.write(file, lines, launchersCharset());
        return List.of(command.get(0), "@" + file);
    }

    private static String quoted(String argument) {
        String escaped = argument.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
        return '"' + escaped + '"';
    }

    /** The launcher reads bytes, which it passes on as those of its command line. */
    private static Charset launchersCharset() {
        String name = System.getProperty("sun.jnu.encoding");
        return name != null && Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.UTF_8;
    }
}
