package io.mirai;

import org.jspecify.annotations.Nullable;

/**
 * A time limit of the task passed, in the queue or altogether; the message says which. If the task waited while no daemon could be
 * started, the cause says why none could.
 */
public final class MiraiTimeout extends MiraiException {

    /** Made by Mirai; applications only catch it. */
    public MiraiTimeout(String message) {
        this(message, null);
    }

    /**
     * Made by Mirai; applications only catch it.
     *
     * @param cause why no daemon could be had; null if that was not what it waited for
     */
    public MiraiTimeout(String message, @Nullable Throwable cause) {
        super(ErrorCode.TIMEOUT, message, cause);
    }
}
