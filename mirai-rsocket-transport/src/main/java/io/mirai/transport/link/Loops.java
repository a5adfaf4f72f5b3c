package io.mirai.transport.link;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.DomainSocketChannel;
import io.netty.channel.unix.ServerDomainSocketChannel;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.NonBlocking;
import reactor.netty.resources.LoopResources;

/**
 * Runs the sockets of one end on event loops that any Netty from 4.1 on has. The loops of reactor-netty exist for one
 * line of Netty only, and use whichever native transport is on the class path. Thread-safe.
 */
final class Loops implements LoopResources {

    private final String prefix;
    private final int threads;
    private final boolean nativeTransport;
    private final boolean unix;
    private @Nullable EventLoopGroup group;
    private boolean disposed;

    /** No loop is opened before it is needed. */
    Loops(LinkAddress address, boolean nativeTransport, String prefix, int threads) {
        this.unix = address instanceof LinkAddress.Unix;
        this.nativeTransport = nativeTransport;
        this.prefix = prefix;
        this.threads = threads;
    }

    @Override
    public synchronized EventLoopGroup onServer(boolean useNative) {
        if (disposed) {
            throw new RejectedExecutionException(Texts.loopsEnded());
        }
        EventLoopGroup made = group;
        if (made == null) {
            made = open();
            group = made;
        }
        return made;
    }

    @SuppressWarnings("deprecation") // what is to be used instead is in Netty 4.2 only
    private EventLoopGroup open() {
        AtomicInteger number = new AtomicInteger();
        ThreadFactory factory = body -> new LoopThread(body, prefix + "-" + number.incrementAndGet());
        return nativeTransport ? new EpollEventLoopGroup(threads, factory) : new NioEventLoopGroup(threads, factory);
    }

    @Override
    @SuppressWarnings("unchecked") // a channel of that type
    public <C extends Channel> C onChannel(Class<C> type, EventLoopGroup group) {
        if (type == ServerSocketChannel.class) {
            return (C) server(unix);
        } else if (type == SocketChannel.class) {
            return (C) client(unix);
        } else if (type == ServerDomainSocketChannel.class) {
            return (C) server(true);
        } else if (type == DomainSocketChannel.class) {
            return (C) client(true);
        }
        throw new IllegalArgumentException(type.getName());
    }

    /** Some lines of reactor-netty ask for a channel of TCP where a Unix socket has no native transport. */
    private Channel server(boolean unix) {
        if (nativeTransport) {
            return unix ? new EpollServerDomainSocketChannel() : new EpollServerSocketChannel();
        }
        return unix ? new NioServerDomainSocketChannel() : new NioServerSocketChannel();
    }

    private Channel client(boolean unix) {
        if (nativeTransport) {
            return unix ? new EpollDomainSocketChannel() : new EpollSocketChannel();
        }
        return unix ? new NioDomainSocketChannel() : new NioSocketChannel();
    }

    @Override
    public synchronized boolean isDisposed() {
        return disposed;
    }

    /** Ends the threads, for each subscriber. */
    @Override
    public Mono<Void> disposeLater(Duration quietPeriod, Duration timeout) {
        return Mono.create(sink -> {
            EventLoopGroup made = lastGroup();
            if (made == null) {
                sink.success();
            } else {
                var ending = made.shutdownGracefully(quietPeriod.toMillis(), timeout.toMillis(), TimeUnit.MILLISECONDS);
                ending.addListener(ended -> sink.success());
            }
        });
    }

    private synchronized @Nullable EventLoopGroup lastGroup() {
        disposed = true;
        return group;
    }

    /** A thread that must not block, as Reactor sees it. */
    private static final class LoopThread extends FastThreadLocalThread implements NonBlocking {

        LoopThread(Runnable body, String name) {
            super(body, name);
            setDaemon(true);
        }
    }
}
