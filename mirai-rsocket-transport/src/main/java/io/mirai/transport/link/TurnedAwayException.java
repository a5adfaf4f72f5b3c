package io.mirai.transport.link;

import java.io.IOException;

/** The host has closed the connection without a word, or did not come to it: as a crowded one does, which may have room soon. */
public final class TurnedAwayException extends IOException {

    private static final long serialVersionUID = 1L;

    /** Says where, and what may be wrong if it goes on. */
    public TurnedAwayException(String message, Throwable cause) {
        super(message, cause);
    }
}
