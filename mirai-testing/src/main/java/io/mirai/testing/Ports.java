package io.mirai.testing;

import java.io.IOException;
import java.net.ServerSocket;

/** TCP ports for tests that must name one before anybody listens on it. */
public final class Ports {

    private Ports() {}

    /** A port that nobody listens on now. */
    public static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
