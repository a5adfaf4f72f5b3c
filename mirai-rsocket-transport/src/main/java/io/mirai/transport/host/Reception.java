package io.mirai.transport.host;

import io.mirai.transport.link.Channels;
import io.mirai.transport.link.LinkAddress;
import io.mirai.wire.Challenges;
import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;
import reactor.netty.Connection;

/**
 * Receives what dials in: turns away other users and crowds, then leads through the {@link Door} to the {@link
 * Handshake}. Its methods for connections are called on their event loops.
 */
final class Reception {

    private final LinkAddress address;
    private final @Nullable HostTls tls;
    private final boolean nativeTransport;
    private final ChannelGroup connections;
    private final Admission admission;
    private final ClassSource classes;
    private final Scheduler lookups;
    private final OwnUser user = new OwnUser();
    private final Strangers strangers = new Strangers();
    private final Refusals refusals = new Refusals();
    private final Challenges challenges = new Challenges();
    private final Door door;

    /** Draws a secret, which may block. */
    Reception(
            LinkAddress address,
            @Nullable HostTls tls,
            boolean nativeTransport,
            ChannelGroup connections,
            Admission admission,
            ClassSource classes,
            Scheduler lookups) {
        this.address = address;
        this.tls = tls;
        this.nativeTransport = nativeTransport;
        this.connections = connections;
        this.admission = admission;
        this.classes = classes;
        this.lookups = lookups;
        this.door = new Door(address, tls, refusals);
    }

    @Nullable
    HostTls tls() {
        return tls;
    }

    /** Learns from the Unix socket which user this is. */
    void learnUser(Path socket) throws IOException {
        user.learnFrom(socket);
    }

    /** Serves a connection, or ends it. */
    void receive(Connection connection) {
        Channel channel = connection.channel();
        if (address instanceof LinkAddress.Unix && !user.isPeerOf(channel, nativeTransport)) {
            Channels.close(channel);
            return;
        }
        connections.add(channel);
        if (!channel.isActive()) {
            return;
        }
        if (!strangers.tryEnter(channel)) {
            refusals.tell(channel, Texts.crowd());
            Channels.close(channel);
            return;
        }
        door.open(
                connection,
                () -> Handshake.serve(
                        connection,
                        address.maxFrameBytes(),
                        strangers,
                        refusals,
                        challenges,
                        admission,
                        classes,
                        lookups));
    }
}
