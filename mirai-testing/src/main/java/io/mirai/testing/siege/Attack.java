package io.mirai.testing.siege;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** What one kind of hostile peer does until the host cuts it. Over TLS and WebSocket it does so inside of them. */
public enum Attack {

    /** It begins a handshake (of TLS, of WebSocket, or its SETUP) and falls silent in the middle. */
    HALF_A_HANDSHAKE {
        @Override
        void run(Line line) throws IOException {
            byte[] greeting = line.greeting();
            line.send(Arrays.copyOf(greeting, greeting.length / 2));
            line.awaitEnd();
        }
    },

    /** It says one byte of that after the other. */
    SLOW_BYTES {
        @Override
        void run(Line line) throws IOException, InterruptedException {
            for (byte next : line.greeting()) {
                line.send(new byte[] {next});
                TimeUnit.MILLISECONDS.sleep(BETWEEN_BYTES_MILLIS);
            }
            line.awaitEnd();
        }
    },

    /** It asks for WebSocket, and its headers have no end; so be it where nobody speaks HTTP. */
    HEADERS_WITHOUT_END {
        @Override
        void run(Line line) throws IOException {
            line.enterTls();
            line.send(Line.ascii("GET " + line.target.path() + " HTTP/1.1\r\n"));
            line.sendForEver(Line.ascii("X-More: and more\r\n"));
        }
    },

    /** It says something, but nothing that means anything. */
    GARBAGE {
        @Override
        void run(Line line) throws IOException {
            byte[] bytes = new byte[LARGE];
            new Random(bytes.length).nextBytes(bytes);
            line.enterTls();
            line.sendForEver(bytes);
        }
    },

    /** It sends the messages of WebSocket that carry no frame, or KEEPALIVE frames before it has said who it is. */
    TEXTS_AND_PINGS {
        @Override
        void run(Line line) throws IOException {
            line.enter();
            if (!line.target.isWebSocket()) {
                line.sendForEver(Frames.keepAlive());
            }
            while (true) {
                line.send(Line.message(PING, new byte[100]));
                line.send(Line.message(TEXT, new byte[LARGE]));
            }
        }
    },

    /** It sends parts of a message, of WebSocket or of RSocket, and never the last. */
    FRAGMENTS_WITHOUT_END {
        @Override
        void run(Line line) throws IOException {
            line.enter();
            if (!line.target.isWebSocket()) {
                line.sendForEver(Frames.part(1, new byte[LARGE]));
            }
            line.send(Line.message(FIRST_PART, new byte[LARGE]));
            line.sendForEver(Line.message(ANOTHER_PART, new byte[LARGE]));
        }
    },

    /** It announces more than it may send, and sends it. */
    HUGE_FRAME {
        @Override
        void run(Line line) throws IOException {
            line.enter();
            line.send(line.target.isWebSocket() ? HUGE_MESSAGE : new byte[] {-1, -1, -1});
            line.sendForEver(new byte[LARGE]);
        }
    },

    /** It says who it is, and proves nothing. */
    NO_PROOF {
        @Override
        void run(Line line) throws IOException {
            line.enter();
            line.frame(Frames.setup(line.target.setup().get()));
            line.awaitEnd();
        }
    },

    /** It is admitted, sends KEEPALIVE frames, and reads none of those that answer. */
    KEEP_ALIVES {
        @Override
        void run(Line line) throws IOException {
            line.join();
            line.sendForEver(line.packed(Frames.keepAlive()));
        }
    },

    /** It is admitted, asks one question after the other, and reads no answer. */
    QUESTIONS {
        @Override
        void run(Line line) throws IOException {
            line.join();
            for (int stream = 1; ; stream += 2) {
                line.frame(Frames.question(stream, FUNCTION_1));
            }
        }
    };

    private static final int LARGE = 8 * 1024;
    private static final long BETWEEN_BYTES_MILLIS = 100;
    private static final int TEXT = 0x81;
    private static final int PING = 0x89;
    private static final int FIRST_PART = 0x02;
    private static final int ANOTHER_PART = 0x00;

    /** The head of a message of 16 MiB, with its mask. */
    private static final byte[] HUGE_MESSAGE = {(byte) 0x82, -1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0};

    private static final byte[] FUNCTION_1 = {9, 0, 0, 0, 0, 0, 0, 0, 1};

    /** Goes on until the host has ended the connection; a broken line says so as well. */
    abstract void run(Line line) throws IOException, InterruptedException;
}
