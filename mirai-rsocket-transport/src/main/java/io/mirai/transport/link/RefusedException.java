package io.mirai.transport.link;

import java.io.IOException;

/** The host does not admit this daemon; the message is the host's reason. Dialling again will not help. */
public final class RefusedException extends IOException {

    private static final long serialVersionUID = 1L;

    /**
     * Refuses a daemon.
     *
     * @param reason what its user is told
     */
    public RefusedException(String reason) {
        super(reason);
    }
}
