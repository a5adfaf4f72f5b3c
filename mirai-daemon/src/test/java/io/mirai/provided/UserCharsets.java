package io.mirai.provided;

import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.charset.spi.CharsetProvider;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Provides a charset that is Latin 1 under another name. */
public final class UserCharsets extends CharsetProvider {

    /** The name. */
    public static final String NAME = "x-mirai-test";

    private final Charset charset = new Latin();

    @Override
    public Iterator<Charset> charsets() {
        return List.of(charset).iterator();
    }

    @Override
    public @Nullable Charset charsetForName(String name) {
        return name.equalsIgnoreCase(NAME) ? charset : null;
    }

    private static final class Latin extends Charset {

        Latin() {
            super(NAME, new String[0]);
        }

        @Override
        public boolean contains(Charset other) {
            return StandardCharsets.ISO_8859_1.contains(other);
        }

        @Override
        public CharsetDecoder newDecoder() {
            return StandardCharsets.ISO_8859_1.newDecoder();
        }

        @Override
        public CharsetEncoder newEncoder() {
            return StandardCharsets.ISO_8859_1.newEncoder();
        }
    }
}
