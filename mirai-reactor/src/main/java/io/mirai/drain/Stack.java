package io.mirai.drain;

/** Knows whether the calling thread has stack left for work that must not end half-way. */
public final class Stack {

    private Stack() {}

    /**
     * Overflows here, where nothing has happened yet, rather than later.
     *
     * @return a number that says nothing, so that no compiler leaves this out
     */
    public static int require(int frames) {
        return frames == 0 ? 0 : 1 + require(frames - 1);
    }
}
