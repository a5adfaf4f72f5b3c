package io.mirai.transport.daemon;

import io.mirai.spi.Body;
import io.mirai.spi.Reply;

/** Answers one task. */
@FunctionalInterface
public interface ReplySender {

    /**
     * Sends the one ending of the task; from any thread, once. A body over {@link Body#CHUNK_BYTES} stays here
     * until the host has fetched it, given it up, or the link has ended. After the end of the link this does
     * nothing.
     */
    void send(Reply.Kind kind, Body body);
}
