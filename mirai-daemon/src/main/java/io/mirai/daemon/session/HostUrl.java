package io.mirai.daemon.session;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;

/** A URL of bytes that came from the host: what a class loader must answer with. */
final class HostUrl extends URLStreamHandler {

    private final byte[] bytes;

    private HostUrl(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Of a resource with this name. */
    static URL of(String name, byte[] bytes) {
        try {
            return new URL("mirai", "", -1, "/" + name, new HostUrl(bytes));
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e); // it is parsed by no one
        }
    }

    @Override
    protected URLConnection openConnection(URL url) {
        return new URLConnection(url) {
            @Override
            public void connect() {
                // All is here.
            }

            @Override
            public InputStream getInputStream() {
                return new ByteArrayInputStream(bytes);
            }

            @Override
            public long getContentLengthLong() {
                return bytes.length;
            }
        };
    }
}
