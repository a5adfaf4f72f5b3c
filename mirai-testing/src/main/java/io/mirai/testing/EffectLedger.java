package io.mirai.testing;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What tasks did to the world outside: a file to which each appends one line, in whichever process it runs. */
public final class EffectLedger {

    private EffectLedger() {}

    /**
     * Appends a line by one write, which no other process and no kill can split. Not through a channel, which an
     * interrupt would close.
     */
    public static void append(String file, long number, int attempt) throws IOException {
        byte[] line = (number + " " + attempt + "\n").getBytes(StandardCharsets.US_ASCII);
        try (FileOutputStream out = new FileOutputStream(file, true)) {
            out.write(line);
        }
    }

    /** How often each task left its mark. */
    public static Map<Integer, Integer> read(Path file) throws IOException {
        Map<Integer, Integer> marks = new HashMap<>();
        attempts(file).forEach((number, attempts) -> marks.put(number, attempts.size()));
        return marks;
    }

    /** At which attempts each task left its marks. */
    public static Map<Integer, List<Integer>> attempts(Path file) throws IOException {
        Map<Integer, List<Integer>> marks = new HashMap<>();
        try (Stream<String> lines = Files.lines(file)) {
            lines.forEach(line -> {
                String[] parts = line.split(" ", -1);
                if (parts.length != 2) {
                    throw new AssertionError("no whole line: " + line);
                }
                marks.computeIfAbsent(Integer.valueOf(parts[0]), number -> new ArrayList<>())
                        .add(Integer.valueOf(parts[1]));
            });
        }
        return marks;
    }
}
