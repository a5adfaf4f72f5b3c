package io.mirai.daemon.shared;

import io.mirai.spi.Link;
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
 * What was written survives every death of the process, since the pages are the kernel's. A seat belongs to one task
 * from its sending to its ending, so one word a seat is exact however many tasks run beside each other and however
 * long one of them takes. Thread-safe.
 *
 * <pre>
 *   byte 0          8          16
 *        ├──────────┼──────────┼── ··· ──┤
 *        │ seat 0   │ seat 1   │         │   little-endian
 *        └──────────┴──────────┴── ··· ──┘
 *   word[k] = s once the task with sequence s has begun in seat k; 0 at first, and sequences start at 1
 * </pre>
 */
public final class StartLedger {

    private static final VarHandle WORD = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final ByteBuffer words;

    private StartLedger(ByteBuffer words) {
        this.words = words.order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Returns how many bytes there are for a daemon of so many threads. */
    private static int bytes(int threads) {
        return (threads + Link.MOST_AHEAD) * Long.BYTES;
    }

    /**
     * Makes an empty file for a daemon of so many threads; written out, so that a full disk fails here and not at a store into the
     * mapping.
     */
    public static void create(Path file, int threads) throws IOException {
        try {
            Files.write(file, new byte[bytes(threads)], StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw FileFault.notWritten(file, e);
        }
    }

    /** Maps the file, to write to it. */
    public static StartLedger map(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MappedByteBuffer words = channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size());
            return new StartLedger(words);
        }
    }

    /** A ledger for so many threads that nobody reads: the host is on another machine. */
    public static StartLedger unread(int threads) {
        return new StartLedger(ByteBuffer.allocateDirect(bytes(threads))); // as only such have release stores
    }

    /** Takes a copy of what the file of a daemon of so many threads says now. */
    public static StartLedger read(Path file, int threads) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length != bytes(threads)) {
            throw new IOException(file + " has " + bytes.length + " bytes, not " + bytes(threads));
        }
        return new StartLedger(ByteBuffer.wrap(bytes));
    }

    /** Notes that a task has begun. A release store: what the thread did before cannot move behind it. */
    public void markBegun(int seat, long sequence) {
        WORD.setRelease(words, seat * Long.BYTES, sequence);
    }

    /** Whether the task with this sequence, in this seat, had begun when the copy was taken. */
    public boolean hasBegun(int seat, long sequence) {
        return words.getLong(seat * Long.BYTES) == sequence;
    }
}
