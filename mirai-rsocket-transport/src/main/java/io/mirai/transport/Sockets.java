package io.mirai.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.TcpClient;
import reactor.netty.tcp.TcpServer;

/**
 * How sockets are opened here: over Netty's native transport where there is one, else over the JDK's. reactor-netty
 * knows Unix sockets on the native one only, so it is given ones of the JDK in the place of TCP's.
 */
final class Sockets {

    /** What the user's own settings of reactor-netty and Netty leave. */
    static final boolean NATIVE = LoopResources.DEFAULT_NATIVE && LoopResources.hasNativeSupport();

    /** What an address of a Unix socket holds on Linux. */
    private static final int MAX_PATH_BYTES = 107;

    private final LinkAddress address;
    private final boolean nativeTransport;
    private final LoopResources loops;

    /** None is opened yet; the threads are there when they are needed. */
    Sockets(LinkAddress address, boolean nativeTransport, String threadPrefix, int threads) {
        this.address = address;
        this.nativeTransport = nativeTransport;
        LoopResources plain = LoopResources.create(threadPrefix, threads, true);
        this.loops = isUnixOverNio() ? new UnixOverNio(plain) : plain;
    }

    private boolean isUnixOverNio() {
        return address instanceof LinkAddress.Unix && !nativeTransport;
    }

    /** Ends the threads. */
    Mono<Void> shutDown() {
        return Channels.shutDown(loops);
    }

    TcpServer server() throws IOException {
        SocketAddress where = socketAddress();
        TcpServer server = TcpServer.create().bindAddress(() -> where).runOn(loops, nativeTransport);
        return isUnixOverNio()
                ? server.option(ChannelOption.SO_REUSEADDR, null).childOption(ChannelOption.TCP_NODELAY, null)
                : server;
    }

    TcpClient client() throws IOException {
        SocketAddress where = socketAddress();
        TcpClient client = TcpClient.newConnection().remoteAddress(() -> where).runOn(loops, nativeTransport);
        return isUnixOverNio() ? client.option(ChannelOption.TCP_NODELAY, null) : client;
    }

    private SocketAddress socketAddress() throws IOException {
        if (address instanceof LinkAddress.Tcp tcp) {
            if (!tcp.host().isLoopbackAddress()) {
                throw new IOException(Texts.notLoopback(tcp));
            }
            return tcp.socketAddress();
        }
        Path path = ((LinkAddress.Unix) address).path();
        int length = path.toString().getBytes(StandardCharsets.UTF_8).length;
        if (length > MAX_PATH_BYTES) {
            throw new IOException(Texts.pathTooLong(path, length, MAX_PATH_BYTES));
        }
        return nativeTransport ? new DomainSocketAddress(path.toFile()) : UnixDomainSocketAddress.of(path);
    }

    private record UnixOverNio(LoopResources plain) implements LoopResources {

        @Override
        @SuppressWarnings("unchecked")
        public <C extends Channel> C onChannel(Class<C> type, EventLoopGroup group) {
            if (type == ServerSocketChannel.class) {
                return (C) new NioServerDomainSocketChannel();
            }
            return type == SocketChannel.class ? (C) new NioDomainSocketChannel() : plain.onChannel(type, group);
        }

        @Override
        public EventLoopGroup onServer(boolean useNative) {
            return plain.onServer(useNative);
        }

        @Override
        public EventLoopGroup onServerSelect(boolean useNative) {
            return plain.onServerSelect(useNative);
        }

        @Override
        public EventLoopGroup onClient(boolean useNative) {
            return plain.onClient(useNative);
        }

        @Override
        public boolean isDisposed() {
            return plain.isDisposed();
        }

        @Override
        public Mono<Void> disposeLater(Duration quietPeriod, Duration timeout) {
            return plain.disposeLater(quietPeriod, timeout);
        }
    }
}
