package io.mirai.dispatch;

import io.mirai.MiraiReset;
import io.mirai.MiraiReset.Reason;
import io.mirai.MiraiReset.Started;
import java.util.OptionalInt;

/** Makes the failures of tasks that their profile could not bring to their end. */
public final class ProfileReset {

    private ProfileReset() {}

    /** Makes the failure of a task that had begun on a daemon, and whose value had not arrived when the profile was closed. */
    public static MiraiReset ofBegun(String profile, int daemon, int attempts) {
        return of(Texts.resetByClose(profile), Started.YES, daemon, attempts);
    }

    /**
     * Makes the failure of a task.
     *
     * @param daemon the slot of the daemon that had it last; −1 if none had
     */
    static MiraiReset of(String why, Started started, int daemon, int attempts) {
        return new MiraiReset(why, Reason.PROFILE_RESET, started, daemon, OptionalInt.empty(), attempts);
    }
}
