package io.mirai.codec.jdk;

import static io.mirai.codec.jdk.JdkTable.parts;

import java.nio.Buffer;
import java.nio.CharBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import org.jspecify.annotations.Nullable;

/** Buffers of other things than bytes; they arrive on the heap. */
final class BufferValues {

    static final JdkTable TABLE = new JdkTable()
            .add(CharBuffer.class, b -> take(b, b.duplicate().clear()::get, new char[b.capacity()]), p -> {
                CharBuffer buffer = CharBuffer.wrap((char[]) p[0]);
                return placed((boolean) p[3] ? buffer.asReadOnlyBuffer() : buffer, p);
            })
            .add(ShortBuffer.class, b -> take(b, b.duplicate().clear()::get, new short[b.capacity()]), p -> {
                ShortBuffer buffer = ShortBuffer.wrap((short[]) p[0]);
                return placed((boolean) p[3] ? buffer.asReadOnlyBuffer() : buffer, p);
            })
            .add(IntBuffer.class, b -> take(b, b.duplicate().clear()::get, new int[b.capacity()]), p -> {
                IntBuffer buffer = IntBuffer.wrap((int[]) p[0]);
                return placed((boolean) p[3] ? buffer.asReadOnlyBuffer() : buffer, p);
            })
            .add(LongBuffer.class, b -> take(b, b.duplicate().clear()::get, new long[b.capacity()]), p -> {
                LongBuffer buffer = LongBuffer.wrap((long[]) p[0]);
                return placed((boolean) p[3] ? buffer.asReadOnlyBuffer() : buffer, p);
            })
            .add(FloatBuffer.class, b -> take(b, b.duplicate().clear()::get, new float[b.capacity()]), p -> {
                FloatBuffer buffer = FloatBuffer.wrap((float[]) p[0]);
                return placed((boolean) p[3] ? buffer.asReadOnlyBuffer() : buffer, p);
            })
            .add(DoubleBuffer.class, b -> take(b, b.duplicate().clear()::get, new double[b.capacity()]), p -> {
                DoubleBuffer buffer = DoubleBuffer.wrap((double[]) p[0]);
                return placed((boolean) p[3] ? buffer.asReadOnlyBuffer() : buffer, p);
            });

    private BufferValues() {}

    @FunctionalInterface
    private interface Filling<A> {
        Buffer fill(A content);
    }

    private static <A> @Nullable Object[] take(Buffer buffer, Filling<A> filling, A content) {
        filling.fill(content);
        return parts(content, buffer.position(), buffer.limit(), buffer.isReadOnly());
    }

    private static Buffer placed(Buffer buffer, Object[] p) {
        return buffer.limit((int) p[2]).position((int) p[1]);
    }
}
