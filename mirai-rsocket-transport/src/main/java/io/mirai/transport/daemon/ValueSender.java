package io.mirai.transport.daemon;

import io.mirai.spi.Body;

/** Where the values of one task go that streams. Thread-safe, but values are sent one after the other. */
public interface ValueSender {

    /** Sets what to call when more may be made; on the event loop, so it must not block. */
    void onDemand(Runnable call);

    /**
     * How many more values may be made: of those that the host has asked for, and that were not taken yet. None while
     * much of what was sent waits to be fetched.
     *
     * @param most how many are wanted at most
     */
    long takeDemand(long most);

    /** Sends a value that the host has asked for. After the host has cancelled or the link has ended this does nothing. */
    void send(Body value);
}
