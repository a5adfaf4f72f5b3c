package io.mirai.codec.jdk;

import static io.mirai.codec.jdk.JdkTable.parts;

import java.io.File;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URL;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Addresses, files and buffers. Nothing here asks the network or the disk. */
final class NetValues {

    static final JdkTable TABLE = new JdkTable()
            .add(URI.class, u -> parts(u.toString()), p -> new URI((String) p[0]))
            .add(URL.class, u -> parts(u.toExternalForm()), p -> new URL((String) p[0]))
            .add(File.class, f -> parts(f.getPath()), p -> new File((String) p[0]))
            .add(Path.class, NetValues::takePath, p -> Path.of((String) p[0]))
            .add(Charset.class, c -> parts(c.name()), p -> Charset.forName((String) p[0]))
            .add(InetAddress.class, NetValues::takeAddress, NetValues::makeAddress)
            .add(
                    InetSocketAddress.class,
                    a -> a.isUnresolved() ? parts(a.getHostString(), a.getPort()) : parts(a.getAddress(), a.getPort()),
                    p -> p[0] instanceof String host
                            ? InetSocketAddress.createUnresolved(host, (int) p[1])
                            : new InetSocketAddress((InetAddress) p[0], (int) p[1]))
            .add(ByteBuffer.class, NetValues::takeBuffer, NetValues::makeBuffer);

    /** The part of a buffer that tells whether it lies outside the heap. */
    static final int DIRECT = 4;

    private NetValues() {}

    private static @Nullable Object[] takePath(Path path) {
        if (path.getFileSystem() != FileSystems.getDefault()) {
            throw new NotCarried(Texts.pathOfOtherFileSystem());
        }
        return parts(path.toString());
    }

    /** The name, if it is known: to ask for it could ask a name server. */
    private static @Nullable Object[] takeAddress(InetAddress address) {
        String text = address.toString();
        String host = text.substring(0, text.indexOf('/'));
        int scope = address instanceof Inet6Address v6 ? v6.getScopeId() : 0;
        return parts(host.isEmpty() ? null : host, address.getAddress(), scope);
    }

    private static Object makeAddress(Object[] p) throws UnknownHostException {
        byte[] address = (byte[]) p[1];
        int scope = (int) p[2];
        return scope == 0
                ? InetAddress.getByAddress((String) p[0], address)
                : Inet6Address.getByAddress((String) p[0], address, scope);
    }

    private static @Nullable Object[] takeBuffer(ByteBuffer buffer) {
        byte[] content = new byte[buffer.capacity()];
        buffer.duplicate().clear().get(content);
        return parts(
                content,
                buffer.position(),
                buffer.limit(),
                buffer.order() == ByteOrder.BIG_ENDIAN,
                buffer.isDirect(),
                buffer.isReadOnly());
    }

    private static Object makeBuffer(Object[] p) {
        byte[] content = (byte[]) p[0];
        ByteBuffer buffer = (boolean) p[DIRECT]
                ? ByteBuffer.allocateDirect(content.length).put(content).clear()
                : ByteBuffer.wrap(content);
        ByteBuffer same = (boolean) p[5] ? buffer.asReadOnlyBuffer() : buffer;
        return same.order((boolean) p[3] ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN)
                .limit((int) p[2])
                .position((int) p[1]);
    }
}
