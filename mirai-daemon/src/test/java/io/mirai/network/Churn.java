package io.mirai.network;

import static org.awaitility.Awaitility.await;

import io.mirai.Daemons;
import io.mirai.testing.PastedDaemon;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Daemons that join a profile and leave it at any time, by SIGTERM or by SIGKILL, until there were enough of both. */
final class Churn implements AutoCloseable {

    private static final int MOST_AT_ONCE = 3;
    private static final int LONGEST_PAUSE_MILLIS = 600;

    private final Daemons daemons;
    private final String line;
    private final Random random;
    private final boolean kills;
    private final List<PastedDaemon> present = new ArrayList<>();
    private final List<PastedDaemon> leavers = new ArrayList<>();
    private int killed;

    /**
     * Nothing happens yet.
     *
     * @param kills whether some leave by SIGKILL
     */
    Churn(Daemons daemons, String line, Random random, boolean kills) {
        this.daemons = daemons;
        this.line = line;
        this.random = random;
        this.kills = kills;
    }

    /** Lets so many come and so many go; one stays. */
    void run(int times) throws IOException, InterruptedException {
        join();
        int joined = 0;
        int left = 0;
        while (joined < times || left < times) {
            TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_PAUSE_MILLIS));
            boolean joins = left == joined || (joined < times && present.size() < MOST_AT_ONCE && random.nextBoolean());
            if (joins) {
                join();
                joined++;
            } else {
                leave();
                left++;
            }
        }
    }

    private void join() throws IOException {
        present.add(PastedDaemon.paste(line));
    }

    /** Mostly one that is there, sometimes one that is just starting. */
    private void leave() {
        if (random.nextInt(4) > 0) {
            await().atMost(Duration.ofSeconds(60)).until(() -> daemons.status().connections() > 0);
        }
        PastedDaemon leaving = present.remove(random.nextInt(present.size()));
        ProcessHandle process =
                await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(leaving::process, found -> true);
        leavers.add(leaving);
        if (kills && random.nextBoolean()) {
            killed++;
            process.destroyForcibly();
        } else {
            process.destroy();
        }
    }

    /** How many were killed. */
    int killed() {
        return killed;
    }

    /** Those that have left, or are about to. */
    List<PastedDaemon> leavers() {
        return leavers;
    }

    @Override
    public void close() {
        present.forEach(PastedDaemon::close);
        leavers.forEach(PastedDaemon::close);
    }
}
