package io.mirai;

/** A task or its result is over its limit, which the message names. */
public final class MiraiTooLarge extends MiraiException {

    /** Made by Mirai; applications only catch it. */
    public MiraiTooLarge(String message) {
        super(ErrorCode.TOO_LARGE, message, null);
    }
}
