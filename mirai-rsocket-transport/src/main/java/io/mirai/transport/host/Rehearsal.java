package io.mirai.transport.host;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/**
 * Plays a handshake of TLS in memory. The first one of a JVM loads many classes, on a busy machine for longer than a
 * daemon has time: better before any comes, and not on an event loop. It shows as well that a certificate can be used.
 */
final class Rehearsal {

    private static final int MAX_STEPS = 1_000;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private Rehearsal() {}

    /**
     * Plays it once.
     *
     * @throws SSLException if the two ends do not agree
     */
    static void play(SSLEngine host, SSLEngine daemon) throws SSLException {
        ByteBuffer toHost = ByteBuffer.allocate(2 * daemon.getSession().getPacketBufferSize());
        ByteBuffer toDaemon = ByteBuffer.allocate(2 * host.getSession().getPacketBufferSize());
        host.beginHandshake();
        daemon.beginHandshake();
        for (int step = 0; step < MAX_STEPS && !(isDone(host) && isDone(daemon)); step++) {
            move(daemon, toDaemon, toHost);
            move(host, toHost, toDaemon);
        }
    }

    private static boolean isDone(SSLEngine engine) {
        return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
    }

    /** One step of one end. */
    private static void move(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
        switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> engine.getDelegatedTask().run();
            case NEED_WRAP -> engine.wrap(NOTHING, out);
            case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                in.flip();
                engine.unwrap(in, ByteBuffer.allocate(engine.getSession().getApplicationBufferSize()));
                in.compact();
            }
            default -> {
                // Done, and waiting for the other.
            }
        }
    }
}
