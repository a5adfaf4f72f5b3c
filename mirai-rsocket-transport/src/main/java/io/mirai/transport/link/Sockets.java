package io.mirai.transport.link;

import io.mirai.machine.Machine;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.resolver.DefaultAddressResolverGroup;
import io.netty.resolver.NoopAddressResolverGroup;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.TcpClient;
import reactor.netty.tcp.TcpServer;

/**
 * Opens sockets: over Netty's native transport on Linux, else over the JDK's.
 */
public final class Sockets {

    /** What the user's own settings of reactor-netty and Netty leave. */
    public static final boolean NATIVE = isNative();

    private static final Duration SHUTDOWN_LIMIT = Duration.ofSeconds(5);

    private final LinkAddress address;
    private final boolean nativeTransport;
    private final Loops loops;

    /** None is opened yet; the threads are there when they are needed. */
    public Sockets(LinkAddress address, boolean nativeTransport, String threadPrefix, int threads) {
        this.address = address;
        this.nativeTransport = nativeTransport;
        this.loops = new Loops(address, nativeTransport, threadPrefix, threads);
    }

    private static boolean isNative() {
        NettyLogs.prepare(); // nothing of Netty is used before
        try {
            return Machine.shows(Machine.Part.EPOLL) && LoopResources.DEFAULT_NATIVE && Epoll.isAvailable();
        } catch (NoClassDefFoundError e) { // its jar may be missing
            return false;
        }
    }

    /** Whether the JDK can make a Unix socket, or Netty; without them, loopback TCP is what only this machine can reach. */
    public static boolean hasUnixSockets() {
        if (!Machine.shows(Machine.Part.UNIX_SOCKETS)) {
            return false;
        }
        try {
            java.nio.channels.SocketChannel.open(StandardProtocolFamily.UNIX).close();
            return true;
        } catch (IOException | UnsupportedOperationException e) {
            return NATIVE;
        }
    }

    private boolean isUnixOverNio() {
        return address instanceof LinkAddress.Unix && !nativeTransport;
    }

    /** Ends the threads; completes when they have ended. */
    public Mono<Void> shutDown() {
        return loops.disposeLater(Duration.ZERO, SHUTDOWN_LIMIT).onErrorComplete();
    }

    /**
     * Listens there.
     *
     * @param where where TCP listens; null for a Unix socket
     */
    public TcpServer server(@Nullable InetSocketAddress where) throws IOException {
        SocketAddress listened = where == null ? unixAddress() : where;
        TcpServer server = TcpServer.create().bindAddress(() -> listened).runOn(loops, nativeTransport);
        return isUnixOverNio()
                ? server.option(ChannelOption.SO_REUSEADDR, null).childOption(ChannelOption.TCP_NODELAY, null)
                : server;
    }

    public TcpClient client() throws IOException {
        SocketAddress where = address instanceof LinkAddress.Tcp tcp ? dialled(tcp) : unixAddress();
        boolean resolved = !(where instanceof InetSocketAddress inet) || !inet.isUnresolved();
        TcpClient client = TcpClient.newConnection()
                .remoteAddress(() -> where)
                .runOn(loops, nativeTransport)
                // The default resolver of reactor-netty costs time at the start, and mostly there is no name.
                .resolver(resolved ? NoopAddressResolverGroup.INSTANCE : DefaultAddressResolverGroup.INSTANCE);
        return isUnixOverNio() ? client.option(ChannelOption.TCP_NODELAY, null) : client;
    }

    /** A name is looked up by the loop, which tries all addresses that it has. */
    private static InetSocketAddress dialled(LinkAddress.Tcp tcp) {
        return tcp.literal()
                .map(host -> new InetSocketAddress(host, tcp.port()))
                .orElseGet(() -> InetSocketAddress.createUnresolved(tcp.host(), tcp.port()));
    }

    private SocketAddress unixAddress() throws IOException {
        Path path = ((LinkAddress.Unix) address).path();
        int length = path.toString().getBytes(StandardCharsets.UTF_8).length;
        if (length > Machine.maxSocketPath()) {
            throw new IOException(Texts.pathTooLong(path, length, Machine.maxSocketPath()));
        }
        return nativeTransport ? new DomainSocketAddress(path.toFile()) : UnixDomainSocketAddress.of(path);
    }
}
