package io.mirai.codec.jdk;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** How values of one class of the JDK are taken apart and rebuilt. */
public final class JdkValue {

    private final Class<?> type;
    private final String name;
    private final Taking<Object> taking;
    private final Making making;

    /** Takes an object apart. */
    @FunctionalInterface
    interface Taking<T> {
        @Nullable
        Object[] take(T object) throws Exception;
    }

    /** Makes an equal object from the parts, which may come from a stranger: any exception refuses it. */
    @FunctionalInterface
    interface Making {
        Object make(Object[] parts) throws Exception;
    }

    JdkValue(Class<?> type, String name, Taking<Object> taking, Making making) {
        this.type = type;
        this.name = name;
        this.taking = taking;
        this.making = making;
    }

    /** The class, or a public one above it. */
    public Class<?> type() {
        return type;
    }

    /** The name that it goes by on the wire. */
    public String name() {
        return name;
    }

    /** Whether it holds its parts as they are; all others may copy them. */
    public boolean keepsParts() {
        return SharedParts.KEPT.contains(name);
    }

    /** Whether to make it asks the parts, or what they hold, for hash codes. */
    public boolean hashesParts() {
        return SharedParts.HASHED.contains(name);
    }

    /** What to make it takes beyond its parts' own size, in units of some sixteen bytes. */
    public long costToMake(Object[] parts) {
        return MakingCosts.of(name, parts);
    }

    /** What an equal object can be made from. */
    public @Nullable Object[] take(Object value) throws Exception {
        return taking.take(value);
    }

    /** An equal object; throws anything if the parts are not such as {@link #take} returns. */
    public Object make(Object[] parts) throws Exception {
        return making.make(parts);
    }

    /** Makes one from a stranger's parts: memory outside the heap is not theirs to ask for. */
    public Object makeOnHost(Object[] parts) throws Exception {
        if (type == ByteBuffer.class && parts.length > NetValues.DIRECT) {
            parts[NetValues.DIRECT] = false;
        }
        return make(parts);
    }
}
