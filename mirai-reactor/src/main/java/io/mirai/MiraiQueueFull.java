package io.mirai;

/** The queue of the profile is full and the caller may not wait. */
public final class MiraiQueueFull extends MiraiException {

    /** Made by Mirai; applications only catch it. */
    public MiraiQueueFull(String message) {
        super(ErrorCode.QUEUE_FULL, message, null);
    }
}
