/** Daemon JVMs: the one module that an application requires. It brings the API along. */
module io.mirai.daemon {
    requires transitive io.mirai;
    requires io.mirai.transport;
    requires static transitive org.jspecify;
    requires java.management;
    requires static info.picocli;
    requires static java.sql;

    // One class of each library is named here, to find its jar.
    requires com.esotericsoftware.kryo.kryo5;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.codec.dns;
    requires io.netty.codec.http;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.handler.proxy;
    requires io.netty.resolver;
    requires io.netty.resolver.dns;
    requires io.netty.transport;
    requires io.netty.transport.classes.epoll;
    requires io.netty.transport.unix.common;
    requires org.objectweb.asm;
    requires org.slf4j;
    requires reactor.netty.core;
    requires rsocket.core;
    requires rsocket.transport.netty;

    // Its command line is read by reflection.
    opens io.mirai.daemon.command to
            info.picocli;

    // Its tasks are encoded as those of users are.
    opens io.mirai.launch.rehearsal to
            io.mirai.transport;

    provides io.mirai.spi.Backend with
            io.mirai.launch.RSocketBackend;
}
