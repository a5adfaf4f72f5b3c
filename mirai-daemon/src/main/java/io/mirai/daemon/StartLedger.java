package io.mirai.daemon;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Tells after a daemon's death which of its tasks had begun: a file that the daemon maps and the host reads.
 * What was written survives every death of the process, since the pages are the kernel's. It is exact for
 * any number of threads as long as at most {@link #WORDS} tasks are in flight on a link. Thread-safe.
 */
public final class StartLedger {

    /**
     * How many tasks it tells apart.
     *
     * <pre>
     *   byte 0          8          16                                  8192
     *        ├──────────┼──────────┼──────────┼── ··· ──┼──────────┤
     *        │ word 0   │ word 1   │ word 2   │         │ word 1023│   little-endian
     *        └──────────┴──────────┴──────────┴── ··· ──┴──────────┘
     *   word[s mod 1024] = s once the task with sequence s has begun; 0 at first, and sequences start at 1
     * </pre>
     */
    public static final int WORDS = 1024;

    private static final int BYTES = WORDS * Long.BYTES;
    private static final VarHandle WORD = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final ByteBuffer words;

    private StartLedger(ByteBuffer words) {
        this.words = words.order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Makes an empty file for it; written out, so that a full disk fails here and not at a store into the mapping. */
    public static void create(Path file) throws IOException {
        try {
            Files.write(file, new byte[BYTES], StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new IOException(Texts.notWritten(file, e), e);
        }
    }

    /** Maps the file, to write to it. */
    static StartLedger map(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MappedByteBuffer words = channel.map(FileChannel.MapMode.READ_WRITE, 0, BYTES);
            return new StartLedger(words);
        }
    }

    /** Takes a copy of what the file says now. */
    public static StartLedger read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length != BYTES) {
            throw new IOException(file + " has " + bytes.length + " bytes, not " + BYTES);
        }
        return new StartLedger(ByteBuffer.wrap(bytes));
    }

    /** Notes that a task has begun. A release store: what the thread did before cannot move behind it. */
    void markBegun(long sequence) {
        WORD.setRelease(words, offset(sequence), sequence);
    }

    /** Whether the task with this sequence had begun when the copy was taken. */
    public boolean hasBegun(long sequence) {
        return words.getLong(offset(sequence)) == sequence;
    }

    private static int offset(long sequence) {
        return (int) (sequence % WORDS) * Long.BYTES;
    }
}
