package io.mirai.dispatch;

import java.time.Duration;

/** Every message of this module that a user may read: what failed, on what, and what to do. */
public final class Texts {

    private Texts() {}

    public static String notPositive(String what, Duration limit) {
        return what + " must be positive, but is " + limit;
    }

    public static String threadsOutOfRange(int threads, int max) {
        return "threads must be between 1 and " + max + ", but is " + threads;
    }
}
