package io.mirai.transport.host;

import io.mirai.transport.link.Channels;
import io.mirai.transport.link.Gate;
import io.mirai.transport.link.LinkAddress;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.util.concurrent.Future;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.netty.Connection;

/**
 * What a connection passes before a byte of RSocket is read: TLS, where the url has it, and the upgrade to WebSocket,
 * within 3 seconds together.
 *
 * <pre>
 *   tcp      ───────────────────────────────────────► inside
 *   tls+tcp  ──handshake──► Gate ───────────────────► inside
 *   ws       ──────────────────────────► Upgrade ───► inside
 *   wss      ──handshake──► Gate ──────► Upgrade ───► inside
 * </pre>
 */
final class Door {

    private static final long LIMIT_SECONDS = 3;
    private static final String FIRST = "first";

    private final LinkAddress address;
    private final @Nullable HostTls tls;
    private final Refusals refusals;

    Door(LinkAddress address, @Nullable HostTls tls, Refusals refusals) {
        this.address = address;
        this.tls = tls;
        this.refusals = refusals;
    }

    /** Lets a connection pass, on its loop, or ends it. */
    void open(Connection connection, Runnable inside) {
        if (!(address instanceof LinkAddress.Tcp tcp)) {
            inside.run();
            return;
        }
        Channel channel = connection.channel();
        String path = tcp.path();
        if (tls == null && path.isEmpty()) {
            connection.addHandlerLast(FIRST, new FirstByte());
            inside.run();
            return;
        }
        Future<?> limit =
                channel.eventLoop().schedule(() -> refuse(channel, Texts.slowDoor()), LIMIT_SECONDS, TimeUnit.SECONDS);
        channel.closeFuture().addListener(closed -> limit.cancel(false));
        Runnable passed = () -> {
            limit.cancel(false);
            inside.run();
        };
        Runnable next = () -> {
            connection.addHandlerLast(FIRST, new FirstByte());
            if (path.isEmpty()) {
                passed.run();
            } else {
                Upgrade.begin(connection, path, refusals, passed);
            }
        };
        if (tls == null) {
            next.run();
        } else {
            Gate.begin(connection, tls.handler(), next, cause -> refusals.tell(channel, why(cause)));
        }
    }

    private void refuse(Channel channel, String reason) {
        refusals.tell(channel, reason);
        Channels.close(channel);
    }

    /** What the handshake failed of, in words of this library where the JDK's are obscure. */
    private static String why(Throwable cause) {
        Throwable root = Exceptions.unwrap(cause);
        if (root instanceof NotSslRecordException) {
            return Texts.noTls();
        }
        if (root instanceof ClosedChannelException || !(root instanceof SSLException)) {
            return Texts.closedInHandshake();
        }
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = String.valueOf(root.getMessage());
        return message.equals("Empty client certificate chain") ? Texts.noCertificate() : Texts.badHandshake(message);
    }

    /** Says of one who begins with another protocol what is wrong; any other goes on. No frame begins so: it would be too long. */
    private final class FirstByte extends ChannelInboundHandlerAdapter {

        private static final int HANDSHAKE_RECORD = 0x16;

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            String wrong = bytes.isReadable() ? wrong(bytes.getByte(bytes.readerIndex())) : null;
            if (wrong != null) {
                bytes.release();
                refuse(context.channel(), wrong);
                return;
            }
            context.pipeline().remove(this);
            context.fireChannelRead(message);
        }

        private @Nullable String wrong(byte first) {
            if (first == HANDSHAKE_RECORD && tls == null) {
                return Texts.tlsAtPlainPort();
            }
            return first == 'G'
                            && address instanceof LinkAddress.Tcp tcp
                            && tcp.path().isEmpty()
                    ? Texts.webSocketAtFrames()
                    : null;
        }
    }
}
