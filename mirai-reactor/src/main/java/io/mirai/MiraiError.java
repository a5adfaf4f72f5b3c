package io.mirai;

import org.jspecify.annotations.Nullable;

/**
 * The task threw. {@link #getCause()} is the original exception if its class may be rebuilt here,
 * otherwise a stand-in with all its texts, causes and suppressed exceptions; {@link
 * #getStackTrace()} is the daemon's stack followed by the host's call site.
 */
public final class MiraiError extends MiraiException {

    private final String remoteClassName;
    private final StackTraceElement[] remoteStackTrace;

    /** Made by Mirai; applications only catch it. */
    public MiraiError(
            String message,
            String remoteClassName,
            StackTraceElement[] remoteStackTrace,
            StackTraceElement[] joinedStackTrace,
            @Nullable Throwable cause) {
        super(ErrorCode.ERROR, message, cause);
        this.remoteClassName = remoteClassName;
        this.remoteStackTrace = remoteStackTrace.clone();
        setStackTrace(joinedStackTrace);
    }

    /** The class of the exception that the task threw, known here or not. */
    public String remoteClassName() {
        return remoteClassName;
    }

    /** Where on the daemon the task threw, innermost frame first. */
    public StackTraceElement[] remoteStackTrace() {
        return remoteStackTrace.clone();
    }
}
