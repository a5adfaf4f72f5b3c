/**
 * The wire, and the codec for closures: the module to which a module opens the packages whose objects its tasks
 * capture or return. Of most of the JDK it needs nothing; the classes of those modules travel where the host has them.
 */
@SuppressWarnings("module") // the module above comes later in the build
module io.mirai.transport {
    requires transitive io.mirai;
    requires static transitive org.jspecify;
    requires com.esotericsoftware.kryo.kryo5;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.codec.http;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.resolver;
    requires io.netty.transport;
    requires io.netty.transport.classes.epoll;
    requires io.netty.transport.epoll.linux.aarch_64;
    requires io.netty.transport.epoll.linux.x86_64;
    requires io.netty.transport.unix.common;
    requires org.bouncycastle.pkix;
    requires org.bouncycastle.provider;
    requires org.objectweb.asm;
    requires org.slf4j;
    requires reactor.netty.core;
    requires rsocket.core;
    requires rsocket.transport.netty;
    requires java.management;
    requires jdk.unsupported;
    requires static jdk.net;
    requires static java.desktop;
    requires static java.logging;
    requires static java.naming;
    requires static java.rmi;
    requires static java.scripting;
    requires static java.sql;
    requires static java.xml;

    exports io.mirai.codec to
            io.mirai.daemon;
    exports io.mirai.codec.shape to
            io.mirai.daemon;
    exports io.mirai.codec.snippet to
            io.mirai.daemon;
    exports io.mirai.transport.daemon to
            io.mirai.daemon;
    exports io.mirai.transport.host to
            io.mirai.daemon;
    exports io.mirai.transport.host.certificates to
            io.mirai.daemon;
    exports io.mirai.transport.link to
            io.mirai.daemon;
    exports io.mirai.wire to
            io.mirai.daemon;
}
