package io.mirai.launch.remote;

import java.util.List;
import java.util.OptionalInt;

/** What a launcher has started to bring one daemon. On the thread of the launches, but for {@link #status} and {@link #kill}. */
interface Launched {

    /** Its exit status; empty while it goes on. Any thread. */
    OptionalInt status();

    /** The first and the last lines that it has said. */
    List<String> lines();

    /** Ends it, and by force if it has not ended soon. Idempotent. */
    void end();

    /** It goes on without this host, which hears it no more. */
    void leave();

    /** Whether it has ended, after {@link #end}, or was left. */
    boolean isOver();

    /** Ends it by force. Any thread. */
    void kill();
}
