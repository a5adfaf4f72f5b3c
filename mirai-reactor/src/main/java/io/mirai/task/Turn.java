package io.mirai.task;

import io.mirai.dispatch.AdmissionWaiter;
import io.mirai.spi.Body;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Waits at the gate before the queue without a thread and without a body. The body is encoded when this is the first in the line,
 * so what the task captures is copied then.
 */
public abstract class Turn extends AdmissionWaiter {

    private final ProfileParts profile;
    private final Supplier<Body> encoding;
    private volatile @Nullable Body body;

    /**
     * Makes a waiter that waits once it is {@linkplain #begin begun}.
     *
     * @param encoding makes the body; may run user code
     */
    protected Turn(ProfileParts profile, Supplier<Body> encoding) {
        this.profile = profile;
        this.encoding = encoding;
    }

    /** Joins the end of the line. */
    public final void begin() {
        profile.dispatcher().admission().await(this);
    }

    /** Leaves the line, if it still stands there. */
    public final void leave() {
        profile.dispatcher().admission().leave(this);
    }

    @Override
    protected final void onTurn() {
        try {
            profile.codecPool().schedule(this::encode);
        } catch (Throwable e) { // the profile is closed, or no thread can be made
            fail(e);
        }
    }

    private void encode() {
        try {
            Body made = encoding.get();
            body = made;
            profile.dispatcher().admission().weigh(this, made.length());
        } catch (Throwable e) { // encoding runs user code
            fail(e);
        }
    }

    private void fail(Throwable why) {
        leave();
        onFailed(why);
    }

    @Override
    protected final Admitted onAdmitted() {
        Body encoded = Objects.requireNonNull(body);
        body = null; // its ticket has it, for as long as it needs it
        return admitted(encoded);
    }

    /** Makes the ticket of the task, which is queued next. The drain loop calls this. */
    protected abstract Admitted admitted(Body encoded);

    /** Hears that the body cannot be made. */
    protected abstract void onFailed(Throwable why);
}
