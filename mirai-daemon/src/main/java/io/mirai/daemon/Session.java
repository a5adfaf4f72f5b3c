package io.mirai.daemon;

import io.mirai.codec.DaemonCodec;

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
    static Session over(SessionClassLoader classes, DaemonConfig config) {
        return new Session(
                classes,
                new DaemonCodec(classes, config.maxResultBytes()),
                new Globals(config.cleanup().globals()));
    }

    /** The same in which no user code has run, see {@link Replays}. The one before works for those that still have it. */
    Session anew(DaemonConfig config) {
        return over(classes.anew(), config);
    }
}
