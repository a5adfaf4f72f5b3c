package io.mirai;

/** A time limit of the task passed, in the queue or altogether; the message says which. */
public final class MiraiTimeout extends MiraiException {

    /** Made by Mirai; applications only catch it. */
    public MiraiTimeout(String message) {
        super(ErrorCode.TIMEOUT, message, null);
    }
}
