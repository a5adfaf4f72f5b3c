package io.mirai.launch.network;

import io.mirai.daemon.shared.DaemonArguments;
import io.mirai.launch.remote.DaemonWords;
import io.mirai.launch.remote.ReachableUrl;
import io.mirai.launch.remote.Shell;
import io.mirai.spi.DaemonSpec;
import io.mirai.transport.host.DaemonListener;
import io.mirai.transport.link.Secret;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lines that start daemons elsewhere. A POSIX shell takes them as they are, in any directory; the secret goes from its builtin
 * {@code printf} into a pipe.
 *
 * <pre>
 *   ␣printf %s mirai1_… | java -jar …/mirai-daemon-…-all.jar daemon tls+tcp://host:port --threads=8
 * </pre>
 */
final class DaemonCommands {

    private final DaemonListener listener;
    private final Identity identity;
    private final boolean secretPerSlot;
    private @Nullable Secret shared; // guarded by this; of the token that is in it

    DaemonCommands(DaemonListener listener, Identity identity, boolean secretPerSlot) {
        this.listener = listener;
        this.identity = identity;
        this.secretPerSlot = secretPerSlot;
    }

    /**
     * Makes one line for each slot.
     *
     * @throws IllegalArgumentException if the daemons are to have a class path
     */
    List<String> lines(List<Integer> slots, DaemonSpec daemon) {
        String url = ReachableUrl.of(listener.address());
        return slots.stream().map(slot -> line(url, slot, daemon)).toList();
    }

    private String line(String url, int slot, DaemonSpec daemon) {
        List<String> place = secretPerSlot ? List.of(DaemonArguments.SLOT + "=" + slot) : List.of();
        DaemonWords words = DaemonWords.of(List.of(), url, place, daemon);
        return " printf %s " + Shell.quote(secret(slot).text()) + " | " + words.line();
    }

    private Secret secret(int slot) {
        return secretPerSlot ? listener.secret(identity.issueTo(slot)) : shared();
    }

    /** One text for all, until its token is taken back. */
    private synchronized Secret shared() {
        Secret known = shared;
        if (known == null || !known.token().equals(identity.token())) {
            known = listener.secret(identity.token());
            shared = known;
        }
        return known;
    }
}
