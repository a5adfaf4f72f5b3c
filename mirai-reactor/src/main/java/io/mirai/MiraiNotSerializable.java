package io.mirai;

import org.jspecify.annotations.Nullable;

/**
 * A task or its result cannot be carried to another JVM. The message names the class, the path of
 * fields that leads to it, and what to do. For a task it is thrown at the call that submits it.
 */
public final class MiraiNotSerializable extends MiraiException {

    /** Made by Mirai; applications only catch it. */
    public MiraiNotSerializable(String message, @Nullable Throwable cause) {
        super(ErrorCode.NOT_SERIALIZABLE, message, cause);
    }
}
