package io.mirai.launch.jvm;

import io.mirai.machine.Machine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Puts a JVM's arguments into a file where a command line would not do: Windows takes 32,767 letters in all and has rules
 * of its own for quotes, Linux takes 128 KiB in one argument.
 */
public final class LongCommand {

    private static final int LONGEST_LINE = 30_000;

    private LongCommand() {}

    /** The command as it can be run: as it is, or with the file instead of its arguments. */
    public static List<String> shorten(List<String> command, Path file) throws IOException {
        int length =
                command.stream().mapToInt(argument -> argument.length() + 3).sum();
        boolean quotes = command.stream().anyMatch(argument -> argument.indexOf('"') >= 0);
        if (length <= LONGEST_LINE && !(quotes && Machine.isWindows())) {
            return command;
        }
        ArgumentFile.write(file, command.subList(1, command.size()));
        return List.of(command.get(0), "@" + file);
    }
}
