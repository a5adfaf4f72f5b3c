package io.mirai;

import java.util.List;
import java.util.Objects;

/**
 * How objects of one class are carried that could not be otherwise, or that have a better form of their own: as
 * bytes, both ways. It serves for the class and those that extend it, wherever they occur in what is carried. Set it by {@link
 * Daemons.Builder#serial} or {@link Daemons#everywhere(SerialConfig[])}. Immutable; both functions are called by several threads.
 *
 * <pre>{@code
 * daemons.everywhere(SerialConfig.of(Query.class, QueryText::toBytes, QueryText::fromBytes));
 * }</pre>
 *
 * <p>Its counterpart in R's mirai is {@code serial_config()}.
 *
 * @param <T> the class
 */
public final class SerialConfig<T> {

    private final Class<T> type;
    private final TaskFunction<List<T>, byte[]> toBytes;
    private final TaskFunction<byte[], List<T>> fromBytes;
    private final boolean together;

    private SerialConfig(
            Class<T> type,
            TaskFunction<List<T>, byte[]> toBytes,
            TaskFunction<byte[], List<T>> fromBytes,
            boolean together) {
        this.type = Objects.requireNonNull(type, "type");
        this.toBytes = toBytes;
        this.fromBytes = fromBytes;
        this.together = together;
    }

    /** Each object by itself. */
    public static <T> SerialConfig<T> of(
            Class<T> type, TaskFunction<? super T, byte[]> toBytes, TaskFunction<byte[], ? extends T> fromBytes) {
        Objects.requireNonNull(toBytes, "toBytes");
        Objects.requireNonNull(fromBytes, "fromBytes");
        return new SerialConfig<>(
                type, all -> toBytes.apply(all.get(0)), bytes -> List.of(fromBytes.apply(bytes)), false);
    }

    /** All objects of the class that one task, element, function or result has, together: as many come back, in the same order. */
    public static <T> SerialConfig<T> ofAll(
            Class<T> type, TaskFunction<List<T>, byte[]> toBytes, TaskFunction<byte[], List<T>> fromBytes) {
        return new SerialConfig<>(
                type, Objects.requireNonNull(toBytes, "toBytes"), Objects.requireNonNull(fromBytes, "fromBytes"), true);
    }

    /** The class whose objects it carries. */
    public Class<T> type() {
        return type;
    }

    /** Whether all objects go together, as with {@link #ofAll}; otherwise each goes by itself. */
    public boolean isTogether() {
        return together;
    }

    /** What is carried of these objects, of which there is one unless they go together. */
    public byte[] toBytes(List<T> objects) throws Exception {
        return toBytes.apply(objects);
    }

    /** The objects that these bytes were made of. */
    public List<T> fromBytes(byte[] bytes) throws Exception {
        return fromBytes.apply(bytes);
    }
}
