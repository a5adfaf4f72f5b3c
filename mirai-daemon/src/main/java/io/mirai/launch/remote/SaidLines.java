package io.mirai.launch.remote;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/** The first and the last lines of what somebody says, however long that is. Not thread-safe. */
final class SaidLines {

    private static final int MOST_AT_EACH_END = 10;
    private static final int MOST_BYTES = 1024;

    /** What a terminal or a log might take for a command. */
    private static final Pattern CONTROLS = Pattern.compile("[\\p{Cntrl}\\uFFFD&&[^\\t]]");

    /** One of ours, which a terminal or a shell that reads it may say again. */
    private static final Pattern SECRET = Pattern.compile("mirai1_[A-Za-z0-9_-]+");

    private final ByteArrayOutputStream begun = new ByteArrayOutputStream(); // the line that has not ended
    private final List<String> first = new ArrayList<>();
    private final Deque<String> last = new ArrayDeque<>();
    private boolean leftOut;
    private boolean skipping; // until the line ends

    /** Takes more of it; returns the lines that have ended now, cut if they are long. */
    List<String> add(ByteBuffer more) {
        List<String> ended = new ArrayList<>();
        while (more.hasRemaining()) {
            byte next = more.get();
            if (next == '\n' && skipping) {
                skipping = false;
            } else if (next == '\n') {
                end(ended);
            } else if (!skipping && begun.size() < MOST_BYTES) {
                begun.write(next);
            }
        }
        return ended;
    }

    /** Something is left out here, which may begin and end within lines. */
    void skip() {
        begun.reset();
        skipping = true;
        leftOut = true;
    }

    private void end(List<String> ended) {
        String line = text();
        begun.reset();
        if (line.isEmpty()) {
            return;
        }
        ended.add(line);
        if (!leftOut && first.size() < MOST_AT_EACH_END) {
            first.add(line);
            return;
        }
        last.add(line);
        if (last.size() > MOST_AT_EACH_END) {
            last.remove();
            leftOut = true;
        }
    }

    private String text() {
        String shown = CONTROLS.matcher(begun.toString(StandardCharsets.UTF_8).stripTrailing())
                .replaceAll("?");
        return SECRET.matcher(shown).replaceAll("***");
    }

    /** Returns them, with a sign in the place of those that are left out. */
    List<String> lines() {
        List<String> lines = new ArrayList<>(first);
        if (leftOut) {
            lines.add(Texts.LEFT_OUT);
        }
        lines.addAll(last);
        if (begun.size() > 0) {
            lines.add(text());
        }
        return lines;
    }
}
