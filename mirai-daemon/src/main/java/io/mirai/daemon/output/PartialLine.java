package io.mirai.daemon.output;

import io.mirai.spi.CurrentTask;
import io.mirai.wire.Protocol;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What was printed since the last end of a line. Lines end as for {@link java.io.BufferedReader}: with LF, CR, or
 * both. What does not fit one line of the protocol is cut off.
 */
final class PartialLine {

    private static final byte[] MORE = "…".getBytes(StandardCharsets.UTF_8);
    private static final int ROOM = Protocol.MAX_LINE_BYTES - MORE.length;
    private static final int FIRST_BYTES = 128;

    private final OutputLines lines;
    private final boolean error;
    private byte[] bytes = new byte[FIRST_BYTES];
    private int length;
    private boolean cut;
    private boolean afterCr;
    private boolean mute;

    PartialLine(OutputLines lines, boolean error) {
        this.lines = lines;
        this.error = error;
    }

    /** A task begins, whose lines its host wants. */
    synchronized void begin() {
        mute = false;
    }

    /** Nobody wants what the task still prints that is running, if one is. */
    synchronized void mute() {
        mute = true;
        length = 0;
        cut = false;
    }

    synchronized void write(byte[] from, int offset, int count) {
        int begin = offset;
        int end = offset + count;
        for (int i = offset; i < end; i++) {
            byte b = from[i];
            if (b == '\n' || b == '\r') {
                append(from, begin, i);
                begin = i + 1;
                if (b == '\r' || !afterCr) {
                    finish();
                }
            }
            afterCr = b == '\r';
        }
        append(from, begin, end);
    }

    /** Ends a line that was begun; the task is over. */
    synchronized void end() {
        if (length > 0) {
            finish();
        }
        afterCr = false;
    }

    private void append(byte[] from, int begin, int end) {
        int count = Math.min(end - begin, ROOM - length);
        cut |= count < end - begin;
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(ROOM, Math.max(2 * bytes.length, length + count)));
        }
        System.arraycopy(from, begin, bytes, length, count);
        length += count;
    }

    private void finish() {
        int whole = cut ? endOfCharacters() : length;
        boolean more = cut;
        length = 0;
        cut = false;
        if (!mute && !lines.tryLose(error)) {
            String text = new String(bytes, 0, whole, StandardCharsets.UTF_8);
            lines.add(error, CurrentTask.get().taskId(), more ? text + "…" : text);
        }
    }

    /** Where the last character ends that is here as a whole. */
    private int endOfCharacters() {
        int start = length - 1;
        while (start > 0 && (bytes[start] & 0xC0) == 0x80) {
            start--;
        }
        int size = (bytes[start] & 0x80) == 0 ? 1 : Integer.numberOfLeadingZeros(~(bytes[start] << 24));
        return start + size <= length ? length : start;
    }
}
