package io.mirai.spi;

import io.mirai.DaemonOptions.AutoExit;

/**
 * What a daemon does when its host goes.
 *
 * @param mode when it ends
 * @param signal what it raises in itself then, without the SIG; empty for none
 */
public record HostGone(AutoExit mode, String signal) {

    /** It ends at once. */
    public static final HostGone DEFAULT = new HostGone(AutoExit.EXIT, "");

    /** Whether it does not end at once, whatever its tasks do: then a close of its profile leaves it to itself. */
    public boolean isLeftAlone() {
        return mode != AutoExit.EXIT || !signal.isEmpty();
    }
}
