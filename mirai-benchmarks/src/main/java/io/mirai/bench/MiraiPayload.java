package io.mirai.bench;

import io.mirai.Daemons;
import java.util.Objects;

/** One pass of our side of {@link Payloads}: a task that captures an array of doubles and returns it. */
final class MiraiPayload {

    private MiraiPayload() {}

    public static void main(String[] args) {
        double[] numbers = new double[Payloads.DOUBLES];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = i;
        }
        try (Daemons daemons = Daemons.local(1)) {
            Payloads.measure(() -> {
                double[] back =
                        Objects.requireNonNull(daemons.mirai(() -> numbers).collect());
                if (back.length != numbers.length || back[back.length - 1] != back.length - 1) {
                    throw new IllegalStateException("something else came back");
                }
            });
        }
    }
}
