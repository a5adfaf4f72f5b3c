package io.mirai.spi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts long bodies together as their chunks come: where one is an array of primitives and nothing else, straight into
 * that array, so that it is in memory once and not twice. Thread-safe.
 */
public interface BodyGathering {

    /** Everything is gathered in chunks. */
    BodyGathering IN_CHUNKS = (first, length) -> null;

    /**
     * Looks at how a body begins.
     *
     * @param first its first chunk
     * @param length the length of all of it
     * @return where it goes, the first chunk included; null if it is to be gathered in chunks
     */
    @Nullable
    Target begin(byte[] first, long length);

    /** Where the bytes of one body go. Not thread-safe. */
    interface Target {

        /** Takes the next chunk; there are no more of them than the length allows. */
        void add(byte[] chunk);

        /** What has become of them; all are there. */
        Object array();
    }

    /** The body that was gathered so. */
    static Body gathered(Target target, long length) {
        return new Body(List.of(), length, target.array());
    }
}
