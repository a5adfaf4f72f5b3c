package io.mirai.dispatch;

import io.mirai.MiraiReset;
import java.util.OptionalInt;

/** Makes the failures of tasks whose values had not arrived when their profile was closed. */
public final class ProfileReset {

    private ProfileReset() {}

    /** Makes the failure of a task that had begun on a daemon. */
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
