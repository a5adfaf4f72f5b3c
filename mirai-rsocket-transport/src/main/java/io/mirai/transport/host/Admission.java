package io.mirai.transport.host;

import io.mirai.random.Mrg32k3a;
import io.mirai.spi.Body;
import io.mirai.spi.BodyGathering;
import io.mirai.spi.Departure;
import io.mirai.transport.link.RefusedException;
import io.mirai.wire.KeepAliveTimes;
import io.mirai.wire.Setup;
import io.mirai.wire.Token;

/**
 * Decides who may join, and hears of those who did. Called on event loops, so it must not block; calls for
 * one link come in order.
 */
public interface Admission {

    /**
     * Expects a daemon, or does not. Versions and keep-alive have been checked, the proof has not.
     *
     * @return the token that it has to prove
     * @throws RefusedException if it may not join; with a readable reason, which is sent to the daemon
     */
    Token expect(Setup setup) throws RefusedException;

    /** Whether the daemon may be silent for as long as it likes, since a debugger may stop it. */
    default boolean mayStandStill(Setup setup) {
        return false;
    }

    /** The longest result that is taken of a daemon. */
    default long maxResultBytes() {
        return Body.MAX_BYTES;
    }

    /** Where the streams of random numbers begin that tasks have. */
    default Mrg32k3a random() {
        return Mrg32k3a.unforeseen();
    }

    /**
     * By which times links are kept alive, from their admission on.
     *
     * @param proposed what the daemon said in SETUP
     */
    default KeepAliveTimes keepAlive(KeepAliveTimes proposed) {
        return proposed;
    }

    /** How many daemons stand above those that join: none, unless this process is one itself. */
    default int level() {
        return 0;
    }

    /** How long results are put together as they come. */
    default BodyGathering gathering() {
        return BodyGathering.IN_CHUNKS;
    }

    /**
     * The daemon has proven its token, and waits for exactly one of {@link DaemonLink#admit} and {@link
     * DaemonLink#refuse}, from any thread, in this call or later.
     */
    void onConnected(DaemonLink link);

    /** The daemon takes no more tasks, and leaves when those that it has have ended. */
    void onDraining(DaemonLink link, Departure reason);

    /**
     * A task has printed a line. It counts against what the daemon may send until {@link DaemonLink#outputTaken} is
     * called for it.
     *
     * @param taskId the task; 0 if the daemon knows none
     * @param error whether it went to standard error
     * @param line the line without its end; whatever the daemon says that it is
     */
    default void onOutput(DaemonLink link, long taskId, boolean error, String line) {
        link.outputTaken();
    }

    /** The link has ended, after its last reply; called once for each link that was connected. */
    void onClosed(DaemonLink link);
}
