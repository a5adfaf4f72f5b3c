package io.mirai.launch;

import io.mirai.Task;
import io.mirai.daemon.DaemonMain;
import io.mirai.daemon.Texts;
import io.mirai.transport.HostConnection;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

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

    /** The jars and directories, each once. */
    static List<Path> jars() {
        Set<Path> jars = new LinkedHashSet<>();
        for (Class<?> library : libraries()) {
            jars.add(jarOf(library));
        }
        for (String resource : NATIVE_TRANSPORT) {
            jars.addAll(jarWith(resource));
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
                io.netty.handler.proxy.ProxyHandler.class,
                io.netty.resolver.AddressResolver.class,
                io.netty.resolver.dns.DnsNameResolver.class,
                io.netty.handler.codec.dns.DnsRecord.class,
                com.esotericsoftware.kryo.kryo5.Kryo.class,
                org.objectweb.asm.ClassReader.class);
    }

    private static Path jarOf(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        URL location = source == null ? null : source.getLocation();
        try {
            if (location != null && location.getProtocol().equals("file")) {
                return Path.of(location.toURI());
            }
        } catch (URISyntaxException | IllegalArgumentException e) {
            // A location that names no file: said below.
        }
        throw new IllegalStateException(Texts.noFile(type, location));
    }

    /** Native transport is optional: without it the daemon uses the JDK's own sockets. */
    private static Collection<Path> jarWith(String resource) {
        URL url = io.netty.channel.Channel.class.getClassLoader().getResource(resource);
        try {
            if (url != null && url.openConnection() instanceof JarURLConnection connection) {
                return List.of(Path.of(connection.getJarFileURL().toURI()));
            }
        } catch (IOException | URISyntaxException | IllegalArgumentException e) {
            // Not in a jar that another JVM could open.
        }
        return List.of();
    }
}
