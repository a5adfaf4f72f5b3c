package io.mirai.bench.jvm;

import io.mirai.Daemons;
import io.mirai.testing.PastedDaemon;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** Daemons that a profile has not launched: what goes to them goes over its url. */
public final class PastedDaemons implements AutoCloseable {

    private static final long STEP_MILLIS = 10;

    private final Daemons daemons;
    private final int expected;
    private final List<PastedDaemon> pasted = new ArrayList<>();

    private PastedDaemons(Daemons daemons, int expected) {
        this.daemons = daemons;
        this.expected = expected;
    }

    /**
     * Starts some more.
     *
     * @param way changes the line, to lead through a relay
     */
    public static PastedDaemons of(Daemons daemons, int count, UnaryOperator<String> way) throws IOException {
        PastedDaemons more = new PastedDaemons(daemons, daemons.status().connections() + count);
        for (int i = 0; i < count; i++) {
            String line = daemons.launchCommands(1).get(0);
            more.pasted.add(PastedDaemon.paste(way.apply(line)));
        }
        return more;
    }

    /** Waits until all are there, with those that were there before. */
    public void awaitAll() throws InterruptedException {
        while (daemons.status().connections() < expected) {
            TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
        }
    }

    /** The process of the first. */
    public long pid() {
        return pasted.get(0).process().pid();
    }

    /** Kills them. */
    @Override
    public void close() {
        pasted.forEach(PastedDaemon::close);
    }
}
