package io.mirai;

import io.mirai.spi.OwnFrames;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Where on the host a task was submitted. Cheap to make: frames are only resolved when asked for. */
final class CallSite {

    private static final OwnFrames OURS = new OwnFrames(CallSite.class);

    private final Throwable here = new Throwable();

    /** The frames of the caller, innermost first, without our own on top. */
    StackTraceElement[] frames() {
        return Arrays.stream(here.getStackTrace()).dropWhile(OURS::contains).toArray(StackTraceElement[]::new);
    }

    /** A daemon's frames, then those of the caller. */
    StackTraceElement[] joinedTo(List<StackTraceElement> remote) {
        return Stream.concat(remote.stream(), Arrays.stream(frames())).toArray(StackTraceElement[]::new);
    }
}
