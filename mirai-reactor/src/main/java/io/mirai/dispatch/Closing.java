package io.mirai.dispatch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;

/**
 * Fails what is unresolved when a profile closes: some of it in each event, so that a close of a million tasks holds up
 * nobody, and whatever goes wrong with one, the others are failed too. Only the drain loop of {@link Dispatcher} calls it.
 *
 * <pre>
 *   begin ──► batch ──posts──► batch … ──nothing left──► told
 * </pre>
 */
final class Closing {

    static final int BATCH = 256;

    private final EventLoop loop;
    private final Runnable onFailed;

    /** Each fails one task of its kind, or says that there is none. */
    private final Deque<BooleanSupplier> kinds = new ArrayDeque<>();

    /**
     * Nothing is failed yet.
     *
     * @param onFailed hears when nothing is left
     */
    Closing(EventLoop loop, Runnable onFailed) {
        this.loop = loop;
        this.onFailed = onFailed;
    }

    /** Adds a kind of tasks, after those before. */
    void add(BooleanSupplier failOne) {
        kinds.add(failOne);
    }

    /** Fails the first, and then the rest. */
    void begin() {
        for (int done = 0; done < BATCH; done++) {
            BooleanSupplier kind = kinds.peek();
            if (kind == null) {
                onFailed.run();
                return;
            }
            try {
                if (!kind.getAsBoolean()) {
                    kinds.remove();
                }
            } catch (Throwable e) { // that one is out of its place already
                loop.report(e);
            }
        }
        loop.post(this::begin);
    }
}
