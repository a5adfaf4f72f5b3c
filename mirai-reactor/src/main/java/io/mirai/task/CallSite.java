package io.mirai.task;

import io.mirai.spi.OwnFrames;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Remembers where on the host a task was submitted. It is cheap to make: frames are resolved when they are asked for. */
public final class CallSite {

    private static final OwnFrames OURS = new OwnFrames(CallSite.class);

    private final Throwable here = new Throwable();

    /** Remembers the stack of this call. */
    public CallSite() {}

    /** Returns the frames of the caller, innermost first, without our own on top. */
    public StackTraceElement[] frames() {
        StackTraceElement[] all = here.getStackTrace();
        return Arrays.copyOfRange(all, endOfOwn(all), all.length);
    }

    /** Finds the end of our own frames, between which there may be some of libraries that we use, as of a stream. */
    private static int endOfOwn(StackTraceElement[] all) {
        int end = 0;
        for (int index = 0; index < all.length; index++) {
            if (OURS.contains(all[index])) {
                end = index + 1;
            } else if (!isOfALibrary(all[index])) {
                break;
            }
        }
        return end;
    }

    private static boolean isOfALibrary(StackTraceElement frame) {
        return Stream.of("java.", "jdk.", "reactor.").anyMatch(frame.getClassName()::startsWith);
    }

    /** Joins a daemon's frames to those of the caller. */
    StackTraceElement[] joinedTo(List<StackTraceElement> remote) {
        return Stream.concat(remote.stream(), Arrays.stream(frames())).toArray(StackTraceElement[]::new);
    }
}
