package io.mirai.spi;

/** Hears how one task ended on its daemon. */
@FunctionalInterface
public interface ReplyListener {

    /** The thread has left user code; called at most once, on an event loop, so it must not block. */
    void onReply(Reply reply);
}
