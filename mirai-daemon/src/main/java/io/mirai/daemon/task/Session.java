package io.mirai.daemon.task;

import io.mirai.codec.DaemonCodec;
import io.mirai.daemon.session.SessionClassLoader;
import io.mirai.spi.Cleanup;

/**
 * What user code has on this daemon: its classes with their static fields, the codec that knows them, and what tasks
 * leave by name. Where user classes are cleaned up, one follows the other.
 *
 * @param classes finds the classes
 * @param codec reads tasks and writes results
 * @param globals what is left by name
 */
record Session(SessionClassLoader classes, DaemonCodec codec, Globals globals) {

    /** Makes the codec, which takes its time. */
    static Session over(SessionClassLoader classes, Cleanup cleanup) {
        return new Session(classes, new DaemonCodec(classes, classes.shapes()), new Globals(cleanup.globals()));
    }

    /** A session over the same classes in which no user code has run, see {@link Replays}. This one goes on working. */
    Session reloaded(Cleanup cleanup) {
        return over(classes.reloaded(), cleanup);
    }
}
