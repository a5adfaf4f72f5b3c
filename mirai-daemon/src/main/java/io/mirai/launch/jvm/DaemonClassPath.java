package io.mirai.launch.jvm;

import io.mirai.Task;
import io.mirai.daemon.DaemonMain;
import io.mirai.transport.daemon.HostConnection;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The daemon's own jars, or directories in a build, and nothing of the user's: where the host found one class of
 * each library that a daemon needs.
 */
final class DaemonClassPath {

    private static final List<String> NATIVE_TRANSPORT = List.of(
            "io/netty/channel/epoll/Epoll.class",
            "META-INF/native/libnetty_transport_native_epoll_x86_64.so",
            "META-INF/native/libnetty_transport_native_epoll_aarch_64.so");

    private DaemonClassPath() {}

    /**
     * The jars and directories, each once.
     *
     * @throws IllegalStateException if one is where no other JVM can have it
     */
    static List<Path> jars(JarCopies copies) throws IOException {
        Set<Path> jars = new LinkedHashSet<>();
        for (Class<?> library : libraries()) {
            jars.add(jarOf(library, copies));
        }
        for (String resource : NATIVE_TRANSPORT) {
            jarWith(resource, copies).ifPresent(jars::add);
        }
        return List.copyOf(jars);
    }

    /** In a method, so that the error where one is missing names it each time, and not this class. */
    private static List<Class<?>> libraries() {
        return List.of(
                Task.class,
                HostConnection.class,
                DaemonMain.class,
                reactor.core.publisher.Mono.class,
                org.reactivestreams.Publisher.class,
                org.slf4j.Logger.class,
                io.rsocket.RSocket.class,
                io.rsocket.transport.netty.client.TcpClientTransport.class,
                reactor.netty.Connection.class,
                io.netty.util.concurrent.Future.class,
                io.netty.buffer.ByteBuf.class,
                io.netty.channel.Channel.class,
                io.netty.channel.unix.DomainSocketAddress.class,
                io.netty.handler.codec.ByteToMessageDecoder.class,
                io.netty.handler.ssl.SslHandler.class,
                io.netty.handler.codec.http.HttpClientCodec.class,
                io.netty.handler.proxy.ProxyHandler.class,
                io.netty.resolver.AddressResolver.class,
                io.netty.resolver.dns.DnsNameResolver.class,
                io.netty.handler.codec.dns.DnsRecord.class,
                com.esotericsoftware.kryo.kryo5.Kryo.class,
                org.objectweb.asm.ClassReader.class);
    }

    private static Path jarOf(Class<?> type, JarCopies copies) throws IOException {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        URL location = source == null ? null : source.getLocation();
        if (location == null) { // some loaders do not say it
            String name = type.getName().replace('.', '/') + ".class";
            location = root(type.getClassLoader().getResource(name), name);
        }
        Optional<Path> jar = location == null ? Optional.empty() : copies.onDisk(location);
        URL unknown = location;
        return jar.orElseThrow(() -> new IllegalStateException(Texts.noFile(type, unknown)));
    }

    /** Native transport is optional: without it the daemon uses the JDK's own sockets. */
    private static Optional<Path> jarWith(String resource, JarCopies copies) throws IOException {
        URL root = root(io.netty.channel.Channel.class.getClassLoader().getResource(resource), resource);
        return root == null ? Optional.empty() : copies.onDisk(root);
    }

    /** What a resource was found in. */
    private static @Nullable URL root(@Nullable URL resource, String name) throws IOException {
        String url = resource == null ? "" : resource.toString();
        return resource == null || !url.endsWith(name)
                ? null
                : new URL(resource, url.substring(0, url.length() - name.length()));
    }
}
