package io.mirai;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where on the host a task was submitted. Cheap to make: frames are only resolved when asked for. */
final class CallSite {

    private static final Set<String> OURS = Stream.of(
                    CallSite.class,
                    Daemons.class,
                    FluxLazyMap.class,
                    FluxStream.class,
                    MapFeed.class,
                    Mirais.class,
                    Submitter.class)
            .map(Class::getName)
            .collect(Collectors.toUnmodifiableSet());

    private final Throwable here = new Throwable();

    /** The frames of the caller, innermost first, without our own on top. */
    StackTraceElement[] frames() {
        return Arrays.stream(here.getStackTrace()).dropWhile(CallSite::isOurs).toArray(StackTraceElement[]::new);
    }

    /** A daemon's frames, then those of the caller. */
    StackTraceElement[] joinedTo(List<StackTraceElement> remote) {
        return Stream.concat(remote.stream(), Arrays.stream(frames())).toArray(StackTraceElement[]::new);
    }

    private static boolean isOurs(StackTraceElement frame) {
        return OURS.contains(frame.getClassName().replaceFirst("\\$.*", ""));
    }
}
