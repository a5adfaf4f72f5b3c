package io.mirai.bench.workload;

import java.util.List;

/** Checks the values of small tasks. */
final class Values {

    private Values() {}

    static void check(long expected, long value) {
        if (value != expected) {
            throw new IllegalStateException(value + " came in the place of " + expected);
        }
    }

    /** Checks that the numbers from 1 have come, in order. */
    static void checkNext(List<Integer> values, int count) {
        check(count, values.size());
        for (int i = 0; i < count; i++) {
            check(i + 1, values.get(i));
        }
    }
}
