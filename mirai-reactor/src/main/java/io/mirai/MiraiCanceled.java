package io.mirai;

/** The task was stopped. */
public final class MiraiCanceled extends MiraiException {

    /** Made by Mirai; applications only catch it. */
    public MiraiCanceled(String message) {
        super(ErrorCode.CANCELED, message, null);
    }
}
