package io.mirai.launch.remote;

import java.time.Duration;

/** Hears what becomes of a launch. */
interface Attempt {

    /** The daemon has to dial in within this time from now, in place of a limit before. Any thread. */
    void within(Duration limit);

    /** It waits in a queue of others, for as long as that may take. Any thread. */
    default void queued() {}

    /** No daemon comes. Means nothing if it has dialled in. Any thread. */
    void fail(String why);

    /** What was started has ended or has said something. On the thread of the launches. */
    void look(Launched launched);

    /** Whether the daemon has neither dialled in nor failed to. Any thread. */
    boolean isAwaited();
}
