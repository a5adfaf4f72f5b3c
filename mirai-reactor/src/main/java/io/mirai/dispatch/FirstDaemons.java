package io.mirai.dispatch;

import io.mirai.spi.DaemonSpec;
import java.util.Collections;
import java.util.List;

/**
 * The daemons that a profile is to have at first.
 *
 * @param launched those that are launched
 * @param awaited how many slots wait for others
 * @param open whether others may dial in, as many as they are
 */
public record FirstDaemons(List<DaemonSpec> launched, int awaited, boolean open) {

    /** So many that are launched. */
    public static FirstDaemons launched(int slots, DaemonSpec daemon) {
        return new FirstDaemons(Collections.nCopies(slots, daemon), 0, false);
    }

    /** So many that dial in by themselves. */
    public static FirstDaemons awaited(int slots) {
        return new FirstDaemons(List.of(), slots, true);
    }
}
