package io.mirai;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongFunction;

/** Plays schedules from 0 on, one for each seed; or the one whose seed a system property names. */
final class Seeds {

    private Seeds() {}

    /**
     * Plays them. A failure names its seed.
     *
     * @param property what names the seed of one to be replayed
     * @param schedule plays one, and says what was seen to happen
     * @param required what must have happened in one or another
     */
    static void play(String property, int schedules, LongFunction<Set<String>> schedule, List<String> required) {
        Long replay = Long.getLong(property);
        if (replay != null) {
            play(property, replay, schedule);
            return;
        }
        Set<String> seen = new HashSet<>();
        for (long seed = 0; seed < schedules; seed++) {
            seen.addAll(play(property, seed, schedule));
        }
        assertThat(seen)
                .as("a schedule in which something never happens proves nothing of it")
                .containsAll(required);
    }

    private static Set<String> play(String property, long seed, LongFunction<Set<String>> schedule) {
        try {
            return schedule.apply(seed);
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("replay it with -D" + property + "=" + seed, e);
        }
    }
}
