package io.mirai;

/** The task's slot was taken away while the task ran on it. */
public final class MiraiClosed extends MiraiException {

    /** Made by Mirai; applications only catch it. */
    public MiraiClosed(String message) {
        super(ErrorCode.CLOSED, message, null);
    }
}
