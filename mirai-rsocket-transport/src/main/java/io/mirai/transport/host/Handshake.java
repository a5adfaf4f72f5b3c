package io.mirai.transport.host;

import io.mirai.transport.link.Channels;
import io.mirai.transport.link.FrameCutter;
import io.mirai.transport.link.LinkDuplexConnection;
import io.mirai.transport.link.Outbound;
import io.mirai.transport.link.RefusedException;
import io.mirai.wire.Challenge;
import io.mirai.wire.Challenges;
import io.mirai.wire.ControlRequest;
import io.mirai.wire.KeepAliveTimes;
import io.mirai.wire.Proof;
import io.mirai.wire.Protocol;
import io.mirai.wire.ProtocolException;
import io.mirai.wire.Setup;
import io.mirai.wire.Token;
import io.netty.channel.Channel;
import io.rsocket.ConnectionSetupPayload;
import io.rsocket.DuplexConnection;
import io.rsocket.Payload;
import io.rsocket.RSocket;
import io.rsocket.core.RSocketServer;
import io.rsocket.exceptions.RejectedSetupException;
import io.rsocket.frame.decoder.PayloadDecoder;
import io.rsocket.transport.netty.TcpDuplexConnection;
import io.rsocket.util.ByteBufPayload;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.netty.Connection;

/**
 * Receives one who dials in: admits it as a daemon, or refuses it with a reason. Whom to admit is the fleet's to say.
 *
 * <pre>
 *   dialled ──SETUP──► challenged ──proof──► proven ──admit──► admitted
 *      └─────3 s───────────┴───────3 s─────────┴──refuse─► refused
 * </pre>
 */
final class Handshake {

    private static final String SETUP_GUARD = "setup";
    private static final Duration FIRST_FRAME_LIMIT = Duration.ofSeconds(3);
    private static final Duration PROOF_LIMIT = Duration.ofSeconds(3);

    final Channel channel;
    private final FrameCutter frames;
    private final int maxFrameBytes;
    private final DuplexConnection duplex;
    private final SetupGuard setupGuard = new SetupGuard();
    private @Nullable LinkGuard guard; // not before SETUP has come
    private volatile @Nullable Token proving; // as the guard
    private volatile String code = ""; // the answer to the daemon, which it has not asked before its proof
    final Ending ending;
    final Outbound outbound;
    private final Strangers strangers;
    private final Refusals refusals;
    private final long since = System.nanoTime();
    private final Challenges challenges;
    final Admission admission;
    private final ClassSource classes;
    private final Scheduler lookups;

    private Handshake(
            Connection connection,
            int maxFrameBytes,
            Strangers strangers,
            Refusals refusals,
            Challenges challenges,
            Admission admission,
            ClassSource classes,
            Scheduler lookups) {
        this.channel = connection.channel();
        this.frames = Channels.prepare(connection, Protocol.SHORT_FRAME_BYTES);
        this.maxFrameBytes = maxFrameBytes;
        DuplexConnection plain = new TcpDuplexConnection("host", connection);
        this.ending = new Ending(channel, plain);
        this.outbound = Outbound.ofHost(() -> ending.begin(Texts.violation(Texts.asksAndDoesNotRead())));
        this.duplex = new LinkDuplexConnection(plain, outbound);
        this.strangers = strangers;
        this.refusals = refusals;
        this.challenges = challenges;
        this.admission = admission;
        this.classes = classes;
        this.lookups = lookups;
    }

    /**
     * Serves a connection, which has gone through the door, until it ends.
     *
     * @param maxFrameBytes how long the frames of one that is admitted may be
     */
    static void serve(
            Connection connection,
            int maxFrameBytes,
            Strangers strangers,
            Refusals refusals,
            Challenges challenges,
            Admission admission,
            ClassSource classes,
            Scheduler lookups) {
        Handshake handshake =
                new Handshake(connection, maxFrameBytes, strangers, refusals, challenges, admission, classes, lookups);
        connection.channel().closeFuture().addListener(closed -> handshake.tellIfRefused());
        connection.addHandlerLast(SETUP_GUARD, handshake.setupGuard).addHandlerLast("outbound", handshake.outbound);
        RSocketServer.create((payload, requester) -> Mono.fromCallable(() -> handshake.accept(payload, requester))
                        .doOnError(refused -> handshake.tell(String.valueOf(refused.getMessage()))))
                .maxTimeToFirstFrame(FIRST_FRAME_LIMIT)
                .fragment(Protocol.fragmentBytes(maxFrameBytes))
                .maxInboundPayloadSize(Protocol.MAX_FRAME_BYTES)
                .payloadDecoder(PayloadDecoder.ZERO_COPY)
                .asConnectionAcceptor(maxFrameBytes)
                .apply(handshake.duplex)
                .subscribe(nothing -> {}, refused -> Channels.close(handshake.channel));
    }

    private RSocket accept(ConnectionSetupPayload payload, RSocket requester) {
        Setup setup = readSetup(payload);
        check(setup, payload);
        Token token;
        try {
            token = admission.expect(setup);
        } catch (RefusedException refused) {
            throw new RejectedSetupException(String.valueOf(refused.getMessage()), refused);
        }
        proving = token;
        LinkGuard made = new LinkGuard(setupGuard.proposed(), admission.mayStandStill(setup), frames, ending);
        guard = made;
        channel.pipeline().addAfter(Channels.ERRORS, "guard", made);
        Setup taken = setup.withCapacity(Math.min(Math.max(setup.capacity(), 1), Protocol.MAX_CAPACITY));
        DaemonLink link = new DaemonLink(taken, requester, this, lookups);
        Challenge challenge = challenges.next();
        // RSocket reads on when this method has returned; until the proof is there, the guard lets no request through.
        requester
                .requestResponse(ByteBufPayload.create(challenge.encode(channel.alloc())))
                .timeout(PROOF_LIMIT)
                .map(answer -> isProof(answer, token, challenge, setup))
                .defaultIfEmpty(false)
                .subscribe(
                        right -> {
                            if (right) {
                                onProof(link);
                            } else {
                                refuse(Texts.wrongProof());
                            }
                        },
                        error -> refuse(Texts.noProof()));
        return link.responder(classes, lookups);
    }

    private boolean isProof(Payload answer, Token token, Challenge challenge, Setup setup) {
        try {
            Proof proof = Proof.decode(answer.sliceData());
            code = token.answer(challenge, proof.nonce());
            return token.isProvenBy(proof, challenge, setup);
        } finally {
            answer.release();
        }
    }

    /** The token that the daemon has proven. Any thread. */
    Token proven() {
        return Objects.requireNonNull(proving, "introduced");
    }

    /** Whether a daemon that dialled in now would have to prove the same token. Any thread. */
    boolean isStillExpected(Setup setup) {
        try {
            return proven().equals(admission.expect(setup));
        } catch (RefusedException taken) {
            return false;
        }
    }

    private void onProof(DaemonLink link) {
        strangers.leave(channel);
        setupGuard.onProof();
        link.onProof();
    }

    /** The fleet wants this daemon, which is to be told so. Any thread. */
    ControlRequest admit(int slot, int instance) {
        KeepAliveTimes times = admission.keepAlive(setupGuard.proposed());
        frames.take(maxFrameBytes);
        setupGuard.admit();
        Objects.requireNonNull(guard, "introduced").change(times);
        return new ControlRequest(
                slot, instance, times, admission.maxResultBytes(), admission.level(), admission.random(), code);
    }

    /** Tells the daemon, and the log, why it is not admitted. Any thread. */
    void refuse(String reason) {
        tell(reason);
        ending.refuse(reason);
    }

    private void tell(String reason) {
        refusals.tell(channel, reason);
    }

    /** One who was cut off without a word, or broke off. */
    private void tellIfRefused() {
        if (setupGuard.isAdmitted()) {
            return;
        }
        Throwable failure = Channels.failure(channel);
        if (failure != null) {
            tell(failure instanceof ProtocolException ? String.valueOf(failure.getMessage()) : Texts.brokeOff(failure));
        } else if (!setupGuard.isIntroduced() && System.nanoTime() - since >= FIRST_FRAME_LIMIT.toNanos()) {
            tell(Texts.slowSetup());
        }
    }

    private static Setup readSetup(ConnectionSetupPayload payload) {
        try {
            return Setup.decode(payload.sliceData());
        } catch (ProtocolException notUnderstood) {
            throw new RejectedSetupException(String.valueOf(notUnderstood.getMessage()), notUnderstood);
        }
    }

    private void check(Setup setup, ConnectionSetupPayload payload) {
        String reason = reasonToRefuse(setup, payload);
        if (reason != null) {
            throw new RejectedSetupException(reason);
        }
    }

    private @Nullable String reasonToRefuse(Setup setup, ConnectionSetupPayload payload) {
        if (payload.hasMetadata()) {
            return Texts.metadata();
        }
        if (setup.javaVersion() < Protocol.MIN_JAVA) {
            return Texts.oldJava(setup.javaVersion());
        }
        if (setup.codec() != Protocol.CODEC) {
            return Texts.otherCodec(setup.codec());
        }
        KeepAliveTimes proposed = setupGuard.proposed();
        return proposed.isAllowed() ? null : Texts.keepAlive(proposed);
    }
}
