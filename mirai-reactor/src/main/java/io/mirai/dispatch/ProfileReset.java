package io.mirai.dispatch;

import io.mirai.MiraiReset;
import java.util.OptionalInt;

/** The failure of a task that had not ended when its profile was closed. */
public final class ProfileReset {

    private ProfileReset() {}

    /** A task that had begun on a daemon. */
    public static MiraiReset ofBegun(String profile, int daemon, int attempts) {
        return new MiraiReset(
                Texts.resetByClose(profile),
                MiraiReset.Reason.PROFILE_RESET,
                MiraiReset.Started.YES,
                daemon,
                OptionalInt.empty(),
                attempts);
    }
}
