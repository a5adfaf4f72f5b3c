package io.mirai.daemon.shared;

import io.mirai.spi.Body;
import io.mirai.spi.Link;
import io.mirai.spi.Reply;
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
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells after a daemon's death which of its tasks had begun, and how those ended whose replies may not have left: a file that the
 * daemon maps and the host reads. What was written survives every death of the process, since the pages are the kernel's. A seat
 * belongs to one task from its sending to its ending, so one word and one reply a seat are exact however many tasks run beside each
 * other and however long one of them takes. Thread-safe.
 *
 * <pre>
 *   byte 0          8          16
 *        ├──────────┼──────────┼── ··· ──┼─────────────────────┼── ··· ──┤
 *        │ seat 0   │ seat 1   │         │ reply of seat 0     │         │   little-endian
 *        └──────────┴──────────┴── ··· ──┴─────────────────────┴── ··· ──┘
 *   word[k] = s once the task with sequence s has begun in seat k; 0 at first, and sequences start at 1
 *
 *   reply, 1 KiB:  i64 sequence, written last   i32 microseconds   i16 kind   i16 length   body
 * </pre>
 */
public final class TaskLedger {

    private static final VarHandle WORD = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Longer replies are awaited until they have left. */
    private static final int REPLY_BYTES = 1024;

    private static final int MICROS = 8;
    private static final int KIND = 12;
    private static final int LENGTH = 14;
    private static final int BODY = 16;
    private static final int MOST = REPLY_BYTES - BODY;
    private static final List<Reply.Kind> KINDS = List.of(Reply.Kind.VALUE, Reply.Kind.ERROR, Reply.Kind.INTERRUPTED);

    private final ByteBuffer bytes;
    private final int seats;

    private TaskLedger(ByteBuffer bytes, int seats) {
        this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
        this.seats = seats;
    }

    private static int seats(int threads) {
        return threads + Link.MOST_AHEAD;
    }

    /** Returns how many bytes there are for a daemon of so many threads. */
    private static int bytes(int threads) {
        return seats(threads) * (Long.BYTES + REPLY_BYTES);
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

    /** Maps the file of a daemon of so many threads, to write to it. */
    public static TaskLedger map(Path file, int threads) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MappedByteBuffer bytes = channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size());
            return new TaskLedger(bytes, seats(threads));
        }
    }

    /** A ledger for so many threads that nobody reads: the host is on another machine. */
    public static TaskLedger unread(int threads) {
        int words = seats(threads) * Long.BYTES;
        return new TaskLedger(ByteBuffer.allocateDirect(words), seats(threads)); // as only such have release stores
    }

    /** Takes a copy of what the file of a daemon of so many threads says now. */
    public static TaskLedger read(Path file, int threads) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length != bytes(threads)) {
            throw new IOException(file + " has " + bytes.length + " bytes, not " + bytes(threads));
        }
        return new TaskLedger(ByteBuffer.wrap(bytes), seats(threads));
    }

    /** Notes that a task has begun. A release store: what the thread did before cannot move behind it. */
    public void markBegun(int seat, long sequence) {
        WORD.setRelease(bytes, seat * Long.BYTES, sequence);
    }

    /** Whether the task with this sequence, in this seat, had begun when the copy was taken. */
    public boolean hasBegun(int seat, long sequence) {
        return bytes.getLong(seat * Long.BYTES) == sequence;
    }

    /**
     * Keeps the reply of a task that has begun, before it is sent.
     *
     * @return false if it cannot: it is too long, nobody would read it, or the task had not begun after all
     */
    public boolean tryKeep(int seat, long sequence, Reply.Kind kind, int micros, Body body) {
        int at = replyOf(seat);
        int number = KINDS.indexOf(kind);
        if (at >= bytes.capacity() || number < 0 || body.length() > MOST || !hasBegun(seat, sequence)) {
            return false;
        }
        bytes.putInt(at + MICROS, micros);
        bytes.putShort(at + KIND, (short) number);
        bytes.putShort(at + LENGTH, (short) body.length());
        int to = at + BODY;
        for (byte[] chunk : body.chunks()) {
            bytes.put(to, chunk);
            to += chunk.length;
        }
        WORD.setRelease(bytes, at, sequence);
        return true;
    }

    private int replyOf(int seat) {
        return seats * Long.BYTES + seat * REPLY_BYTES;
    }

    /** The reply of the task with this sequence, in this seat, if it had ended when the copy was taken and its reply is here. */
    public @Nullable Reply reply(int seat, long sequence) {
        int at = replyOf(seat);
        if (bytes.getLong(at) != sequence) {
            return null;
        }
        int length = bytes.getShort(at + LENGTH);
        int kind = bytes.getShort(at + KIND);
        if (length < 0 || length > MOST || kind < 0 || kind >= KINDS.size()) {
            return null; // written by somebody else
        }
        byte[] body = new byte[length];
        bytes.get(at + BODY, body);
        return new Reply(KINDS.get(kind), bytes.getInt(at + MICROS), Body.of(body));
    }
}
