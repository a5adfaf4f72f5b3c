package io.mirai.launch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a JVM writes when it crashes, told in one line.
 *
 * <pre>
 *   #
 *   # A fatal error has been detected by the Java Runtime Environment:
 *   #
 *   #  SIGSEGV (0xb) at pc=0x00007f3b2c8e1a5d, pid=3, tid=4         ◄ the reason
 *   # …
 *   # Problematic frame:
 *   # V  [libjvm.so+0xe5f7f0]  Unsafe_PutLong(…)+0x150              ◄ the frame
 * </pre>
 */
final class CrashReport {

    private static final int HEAD_BYTES = 8 * 1024;
    private static final String FRAME = "Problematic frame:";

    private CrashReport() {}

    /** Its reason and frame; empty if there is no report. */
    static String summary(Path file) {
        List<String> lines;
        try (InputStream in = Files.newInputStream(file)) {
            String head = new String(in.readNBytes(HEAD_BYTES), StandardCharsets.UTF_8);
            lines = head.lines()
                    .takeWhile(line -> line.startsWith("#"))
                    .map(line -> line.substring(1).strip().replaceAll("\\s+", " "))
                    .filter(line -> !line.isEmpty())
                    .toList();
        } catch (IOException e) {
            return "";
        }
        if (lines.size() < 2) {
            return "";
        }
        // The first line says that there was an error, or that memory was short; then the reason is in it.
        String reason = lines.get(0).endsWith(":") ? lines.get(1) : lines.get(0) + " " + lines.get(1);
        int frame = lines.indexOf(FRAME) + 1;
        return Texts.crashed(reason, frame > 0 && frame < lines.size() ? lines.get(frame) : "");
    }
}
