package io.mirai.daemon.shared;

import io.mirai.spi.Library;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tells whether the libraries of the class path can work together. A consumer's build chooses their versions, by a BOM
 * or by what another dependency asks for.
 */
public final class Libraries {

    /** Older ones lack what the current reactor-netty of each line asks for. */
    private static final String NETTY = "4.1.118.Final";

    private Libraries() {}

    /**
     * Refuses versions that are too old, and jars of several lines of Netty.
     *
     * @throws IllegalStateException names the library, its version and the version that is needed
     */
    public static void check() {
        others().forEach(Library::check);
        netty().forEach(Library::check);
        if (distinct(versions(netty()).map(Libraries::line)).size() > 1) {
            throw new IllegalStateException(Texts.nettyIsMixed(names(netty())));
        }
    }

    /** What to add to a message about a daemon that did not start; empty if all jars of Netty have one version. */
    public static String doubt() {
        return distinct(versions(netty())).size() > 1 ? "\n" + Texts.nettyIsMixed(names(netty())) : "";
    }

    /** Says of an error of linkage which libraries are there; any other error stays as it is. */
    public static Throwable explain(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof LinkageError) {
                return new IllegalStateException(
                        Texts.librariesDoNotFit(cause, names(Stream.concat(others(), netty()))), error);
            }
        }
        return error;
    }

    private static Stream<Library> others() {
        return Stream.of(
                Library.REACTOR,
                new Library("reactor-netty-core", "1.0.48", reactor.netty.Connection.class),
                new Library("rsocket-core", "1.1.4", io.rsocket.RSocket.class),
                new Library("rsocket-transport-netty", "1.1.4", io.rsocket.transport.netty.TcpDuplexConnection.class),
                new Library("kryo5", "5.0.0", com.esotericsoftware.kryo.kryo5.Kryo.class));
    }

    /** One class of each jar; the one with codecs has another name in each line of Netty. */
    private static Stream<Library> netty() {
        Stream<Library> needed = Stream.of(
                new Library("netty-common", NETTY, io.netty.util.concurrent.Future.class),
                new Library("netty-buffer", NETTY, io.netty.buffer.ByteBuf.class),
                new Library("netty-transport", NETTY, io.netty.channel.Channel.class),
                new Library("netty-resolver", NETTY, io.netty.resolver.AddressResolver.class),
                new Library("netty-codec", NETTY, io.netty.handler.codec.ByteToMessageDecoder.class),
                new Library("netty-codec-base", NETTY, io.netty.handler.codec.ByteToMessageDecoder.class),
                new Library("netty-handler", NETTY, io.netty.handler.ssl.SslHandler.class),
                new Library("netty-codec-http", NETTY, io.netty.handler.codec.http.HttpClientCodec.class),
                new Library("netty-handler-proxy", NETTY, io.netty.handler.proxy.ProxyHandler.class),
                new Library("netty-codec-dns", NETTY, io.netty.handler.codec.dns.DnsRecord.class),
                new Library("netty-resolver-dns", NETTY, io.netty.resolver.dns.DnsNameResolver.class),
                new Library(
                        "netty-transport-native-unix-common", NETTY, io.netty.channel.unix.DomainSocketAddress.class));
        return Stream.concat(needed, nativeTransport());
    }

    /** It may be missing. */
    private static Stream<Library> nativeTransport() {
        try {
            return Stream.of(new Library("netty-transport-classes-epoll", NETTY, io.netty.channel.epoll.Epoll.class));
        } catch (NoClassDefFoundError e) {
            return Stream.empty();
        }
    }

    private static Set<String> distinct(Stream<String> texts) {
        return texts.collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> versions(Stream<Library> libraries) {
        return libraries.flatMap(library -> library.version().stream());
    }

    /** The first two numbers. */
    private static String line(String version) {
        return version.replaceAll("^([0-9]+\\.[0-9]+).*", "$1");
    }

    private static String names(Stream<Library> libraries) {
        return libraries
                .flatMap(library -> library.version().stream().map(version -> library.artifact() + " " + version))
                .collect(Collectors.joining(", "));
    }
}
