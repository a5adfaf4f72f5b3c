package io.mirai.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * A class that a daemon asked for by {@link Lookup.Classes}, with others that it may need next: the body of the answer, in the
 * format of zlib.
 *
 * <pre>
 *   0  u8   1 if the class that was asked for may be another one later; else 0
 *      then each class, first the one that was asked for:
 *   0  u16  length n of the name, at most 1024
 *   2       binary name, n bytes of UTF-8
 * 2+n  i32  length m of the class file
 * 6+n       class file, m bytes
 * </pre>
 *
 * @param mayChange whether the class that was asked for may be another one later; the others stay what they are
 * @param classes the class files by their binary names, in their order
 */
public record ClassBatch(boolean mayChange, Map<String, byte[]> classes) {

    /** Writes it. Class files shrink to a third, also at this level. */
    public byte[] encode() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try (DeflaterOutputStream deflated = new DeflaterOutputStream(out, deflater)) {
            deflated.write(mayChange ? 1 : 0);
            for (Map.Entry<String, byte[]> type : classes.entrySet()) {
                byte[] name = type.getKey().getBytes(StandardCharsets.UTF_8);
                ByteBuf head = Unpooled.buffer()
                        .writeShort(name.length)
                        .writeBytes(name)
                        .writeInt(type.getValue().length);
                deflated.write(ByteBufUtil.getBytes(head));
                deflated.write(type.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // an array takes anything
        } finally {
            deflater.end();
        }
        return out.toByteArray();
    }

    /**
     * Reads it.
     *
     * @param asked the class that was asked for, for messages
     * @throws ProtocolException if it is not well formed
     */
    public static ClassBatch decode(String asked, byte[] body) {
        String message = Texts.classBatch(asked);
        MessageReader reader = new MessageReader(Unpooled.wrappedBuffer(inflate(message, body)), message);
        int flags = reader.u8("flags");
        if (flags > 1) {
            throw reader.unknown("flags", flags);
        }
        Map<String, byte[]> classes = new LinkedHashMap<>();
        do {
            String name = reader.text(Protocol.MAX_NAME_BYTES, "name");
            classes.put(name, reader.bytes(reader.length("class file"), "class file"));
        } while (reader.hasMore());
        if (!classes.containsKey(asked)) {
            throw new ProtocolException(Texts.notInBatch(message));
        }
        return new ClassBatch(flags == 1, Collections.unmodifiableMap(classes));
    }

    private static byte[] inflate(String message, byte[] body) {
        try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(body))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new ProtocolException(Texts.notInflated(message, e));
        }
    }
}
