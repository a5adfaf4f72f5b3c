package io.mirai.launch.network;

import io.mirai.daemon.shared.DaemonArguments;
import io.mirai.machine.HostName;
import io.mirai.spi.DaemonSpec;
import io.mirai.transport.host.DaemonListener;
import io.mirai.transport.link.LinkAddress;
import io.mirai.transport.link.Secret;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lines that start daemons elsewhere. A POSIX shell takes them as they are, in any directory; the secret goes from its builtin
 * {@code printf} into a pipe.
 *
 * <pre>
 *   ␣printf %s mirai1_… | java -jar …/mirai-daemon-…-all.jar daemon tls+tcp://host:port --threads=8
 * </pre>
 */
final class DaemonCommands {

    /** Java 24 and newer warn of what Netty and Kryo use, for each daemon, where it is not allowed. */
    private static final String NO_WARNING = "-Dsun.misc.unsafe.memory.access=allow";

    private static final Logger log = LoggerFactory.getLogger(DaemonCommands.class);

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
        if (!daemon.classPath().isEmpty()) {
            throw new IllegalArgumentException(Texts.noClassPathElsewhere());
        }
        String url = reachable(listener.address()).url();
        String jar = RunnableJar.find();
        return slots.stream().map(slot -> line(jar, url, slot, daemon)).toList();
    }

    private String line(String jar, String url, int slot, DaemonSpec daemon) {
        List<String> words = new ArrayList<>();
        words.add(daemon.java().isEmpty() ? "java" : Shell.quote(daemon.java()));
        words.add(NO_WARNING);
        daemon.jvmArgs().forEach(arg -> words.add(Shell.quote(arg)));
        words.add("-jar");
        words.add(jar);
        words.add(DaemonArguments.COMMAND);
        words.add(Shell.quote(url));
        if (secretPerSlot) {
            words.add(DaemonArguments.SLOT + "=" + slot);
        }
        DaemonArguments.of(daemon).forEach(argument -> words.add(Shell.quote(argument)));
        return " printf %s " + Shell.quote(secret(slot).text()) + " | " + String.join(" ", words);
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

    /** Who listens at all addresses is found at none of them by that name. */
    private static LinkAddress reachable(LinkAddress address) {
        if (address instanceof LinkAddress.Tcp tcp && isAnyLocal(tcp)) {
            HostName host = HostName.ofThisMachine();
            host.doubt().ifPresent(log::warn);
            return new LinkAddress.Tcp(tcp.scheme(), host.name(), tcp.port(), tcp.path());
        }
        return address;
    }

    private static boolean isAnyLocal(LinkAddress.Tcp tcp) {
        try {
            return InetAddress.getByName(tcp.host()).isAnyLocalAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
