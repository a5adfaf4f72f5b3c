package io.mirai.wire;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes challenges that nobody can foresee, and none twice: hashes of a secret and a count. A secure random generator
 * may block, so it is asked once, when this is made. Thread-safe.
 */
public final class Challenges {

    private final byte[] secret = new byte[Token.BYTES];
    private final AtomicLong count = new AtomicLong();

    /** Draws the secret, which may block. */
    public Challenges() {
        new SecureRandom().nextBytes(secret);
    }

    /** The next one. Never blocks. */
    public Challenge next() {
        byte[] number =
                ByteBuffer.allocate(Long.BYTES).putLong(count.incrementAndGet()).array();
        return new Challenge(HexFormat.of().formatHex(Token.sha256(secret, number)));
    }
}
