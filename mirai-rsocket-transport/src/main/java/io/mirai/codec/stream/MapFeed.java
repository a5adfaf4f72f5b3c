package io.mirai.codec.stream;

import io.mirai.codec.rules.Magic;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.lang.invoke.MethodHandle;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Fills a {@link HashMap} by the method that fills it from Java's stream. Unlike any public one it does not ask
 * {@code removeEldestEntry}, which a user's class may override, and whose fields are not there yet.
 */
public final class MapFeed extends ObjectInputStream {

    private static final MethodHandle READ_OBJECT = Objects.requireNonNull(SerialMethods.readObject(HashMap.class));
    private static final int ANY_CAPACITY = 16;

    private final Iterator<?> objects;
    private final int size;
    private boolean sizeIsNext;

    private MapFeed(List<?> keysAndValues) throws IOException {
        this.objects = keysAndValues.iterator();
        this.size = keysAndValues.size() / 2;
    }

    /** Fills an empty {@link HashMap} with keys and values in turn. */
    public static void fill(Map<?, ?> map, List<?> keysAndValues) throws Exception {
        Magic.call(READ_OBJECT, map, new MapFeed(keysAndValues));
    }

    @Override
    public void defaultReadObject() {}

    /** All have the values that a new map has. */
    @Override
    public GetField readFields() {
        return new GetFields(SerialClass.of(HashMap.class));
    }

    @Override
    public int readInt() {
        int number = sizeIsNext ? size : ANY_CAPACITY;
        sizeIsNext = true;
        return number;
    }

    @Override
    protected @Nullable Object readObjectOverride() {
        return objects.next();
    }
}
