package io.mirai;

/** The thread that evaluated the task was interrupted by something else than a stop. */
public final class MiraiInterrupt extends MiraiException {

    /** Made by Mirai; applications only catch it. */
    public MiraiInterrupt(String message) {
        super(ErrorCode.INTERRUPT, message, null);
    }
}
