package io.mirai.codec.stream;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.io.ObjectInputValidation;
import org.jspecify.annotations.Nullable;

/** The objects that are being written or read, as a stream inside them sees them. */
public interface ObjectGraph {

    /** Writes any object or null. */
    void put(Output to, @Nullable Object object);

    /** Writes an object as if it had not occurred before; later occurrences do not refer to this one. */
    void putUnshared(Output to, @Nullable Object object);

    /** Reads any object or null. */
    @Nullable
    Object get(Input from);

    /** Reads how many elements follow, none shorter than that many bytes. */
    int readCount(Input from, int bytesEach);

    /** Calls back when all of the graph has been read, higher priorities first. */
    void validateLater(ObjectInputValidation object, int priority);
}
