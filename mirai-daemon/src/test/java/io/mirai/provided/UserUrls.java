package io.mirai.provided;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.net.spi.URLStreamHandlerProvider;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Provides URLs that hold their own text. */
public final class UserUrls extends URLStreamHandlerProvider {

    @Override
    public @Nullable URLStreamHandler createURLStreamHandler(String protocol) {
        return protocol.equals("text") ? new Handler() : null;
    }

    private static final class Handler extends URLStreamHandler {

        @Override
        protected URLConnection openConnection(URL url) {
            return new URLConnection(url) {
                @Override
                public void connect() {
                    // All is here.
                }

                @Override
                public InputStream getInputStream() {
                    return new ByteArrayInputStream(url.getPath().getBytes(StandardCharsets.UTF_8));
                }
            };
        }
    }
}
