package io.mirai.transport;

import io.mirai.spi.Body;

/** Where the values of one task go that streams. Thread-safe, but values are sent one after the other. */
public interface ValueSender {

    /** Sets what to call when the host wants more; on the event loop, so it must not block. */
    void onDemand(Runnable call);

    /** How many more values the host has asked for since this was called last. */
    long takeDemand();

    /** Sends a value that the host has asked for. After the host has cancelled or the link has ended this does nothing. */
    void send(Body value);
}
