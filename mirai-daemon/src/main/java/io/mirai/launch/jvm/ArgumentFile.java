package io.mirai.launch.jvm;

import io.mirai.daemon.shared.FileFault;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A file of arguments as the {@code java} command takes it after an {@code @}: each in quotes on a line. */
final class ArgumentFile {

    private ArgumentFile() {}

    /** Writes it. The launcher follows no file that a file names, so what such an argument names replaces it. */
    static void write(Path file, List<String> arguments) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String argument : arguments) {
            if (argument.startsWith("@")) {
                lines.addAll(Files.readAllLines(Path.of(argument.substring(1)), nativeEncoding()));
            } else {
                lines.add(quoted(argument));
            }
        }
        try {
            WholeFile.write(file, lines, nativeEncoding());
        } catch (IOException e) {
            throw FileFault.notWritten(file, e);
        }
    }

    private static String quoted(String argument) {
        String escaped = argument.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\t", "\\t")
                .replace("\f", "\\f");
        return '"' + escaped + '"';
    }

    /** The encoding in which a JVM reads its arguments. */
    private static Charset nativeEncoding() {
        String name = System.getProperty("sun.jnu.encoding");
        return name != null && Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.UTF_8;
    }
}
