package io.mirai.spi;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Puts long bodies together as they come: large arrays of primitives straight into what they will be, so that they are in
 * memory once and not twice. Thread-safe.
 */
@FunctionalInterface
public interface BodyGathering {

    /** Everything is gathered in chunks. */
    BodyGathering IN_CHUNKS = (first, length) -> null;

    /**
     * Looks at how a body begins.
     *
     * @param first its first chunk, whose bytes are taken if the answer is not null
     * @param length the length of all of it
     * @return where it goes, the first chunk included; null if it is to be gathered in chunks
     */
    @Nullable
    Target begin(ByteBuffer first, long length);

    /** Where the bytes of one body go. Not thread-safe. */
    interface Target {

        /** Takes the bytes of the next chunk, of which there are no more than the length allows. */
        void add(ByteBuffer chunk);

        /** How many bytes of all go straight into what they will be. */
        long arrayBytes();

        /** How many bytes the body takes in memory by now. */
        long takenBytes();

        /** The body; all bytes are there. */
        Body body();
    }
}
