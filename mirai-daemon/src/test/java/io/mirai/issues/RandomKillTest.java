package io.mirai.issues;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Daemons die at random moments: no task is run twice, none is lost without a name, none hangs. */
class RandomKillTest {

    @TempDir
    Path directory;

    @Test
    @Timeout(300)
    void randomKills_loseAndDoubleNothing() throws Exception {
        run(20, 1_000_000);
    }

    @Test
    @Tag("chaos")
    @Timeout(7_200)
    void manyRandomKills_loseAndDoubleNothing() throws Exception {
        run(Integer.getInteger("chaos.kills", 1_000), Integer.getInteger("chaos.tasks", 20_000_000));
    }

    private void run(int kills, int mostTasks) throws Exception {
        long seed = Long.getLong("chaos.seed", new Random().nextLong());
        System.out.println("random kills, seed " + seed);
        System.out.println(new RandomKills(directory.resolve("ledger"), seed, mostTasks).run(kills));
    }
}
