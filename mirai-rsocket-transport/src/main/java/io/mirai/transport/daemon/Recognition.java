package io.mirai.transport.daemon;

import io.mirai.wire.Challenge;
import io.mirai.wire.Challenges;
import io.mirai.wire.ControlRequest;
import io.mirai.wire.Proof;
import io.mirai.wire.Setup;
import io.mirai.wire.Token;
import org.jspecify.annotations.Nullable;

/**
 * How a daemon and its host recognise each other on one connection: both know the token. A daemon runs whatever its host sends,
 * and without TLS whatever process listens at the address could say that it is the host. One that hands all on to the true host
 * and back is not noticed: against that helps TLS alone. Event loop only, but for the constructor.
 *
 * <pre>
 *   strange ──CHALLENGE──► asked ──CONTROL with the right code──► recognised
 * </pre>
 */
final class Recognition {

    private final Token token;
    private final Setup setup;
    private final String nonce;
    private @Nullable Challenge asked;

    /** For one connection; draws random numbers, which may block. */
    Recognition(Token token, Setup setup) {
        this.token = token;
        this.setup = setup;
        this.nonce = new Challenges().next().nonce();
    }

    /** Answers the host's question. */
    Proof prove(Challenge challenge) {
        asked = challenge;
        return token.prove(challenge, setup, nonce);
    }

    /** Whether this is of the host that knows the token; not before it has asked. */
    boolean isOfHost(ControlRequest control) {
        Challenge challenge = asked;
        return challenge != null && token.isAnsweredBy(control.code(), challenge, nonce);
    }
}
