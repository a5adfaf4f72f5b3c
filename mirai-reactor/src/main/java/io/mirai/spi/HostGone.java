package io.mirai.spi;

import io.mirai.DaemonOptions.AutoExit;
import java.util.List;
import java.util.Locale;

/**
 * What a daemon does when its host goes.
 *
 * @param mode when it ends
 * @param signal what it raises in itself then, without the SIG; empty for none
 */
public record HostGone(AutoExit mode, String signal) {

    /** It ends at once. */
    public static final HostGone DEFAULT = new HostGone(AutoExit.EXIT, "");

    /** The signals that end a process, or may, without the SIG. */
    public static final List<String> SIGNALS = List.of("HUP", "INT", "QUIT", "KILL", "USR1", "USR2", "TERM");

    /**
     * It raises a signal in itself.
     *
     * @param signal as {@code "SIGTERM"} or {@code "TERM"}
     * @throws IllegalArgumentException if it is none of those that may end a process
     */
    public static HostGone raising(String signal) {
        String upper = signal.toUpperCase(Locale.ROOT);
        String name = upper.startsWith("SIG") ? upper.substring("SIG".length()) : upper;
        if (!SIGNALS.contains(name)) {
            throw new IllegalArgumentException(Texts.unknownSignal(signal, SIGNALS));
        }
        return new HostGone(AutoExit.EXIT, name);
    }

    /** Whether it does not end at once, whatever its tasks do: then a close of its profile leaves it to itself. */
    public boolean isLeftAlone() {
        return mode != AutoExit.EXIT || !signal.isEmpty();
    }
}
