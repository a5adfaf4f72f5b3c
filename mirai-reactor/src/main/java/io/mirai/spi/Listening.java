package io.mirai.spi;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a profile listens for daemons that this host does not start, and whom it lets in.
 *
 * @param url the address; empty to listen for none
 * @param tls how links are protected
 * @param secretPerSlot whether each slot has a secret of its own
 * @param keepAlive when a silent peer is given up
 * @param identity the file that keeps the secrets and keys for the next host; null for fresh ones
 */
public record Listening(
        String url, TlsSpec tls, boolean secretPerSlot, KeepAliveSpec keepAlive, @Nullable Path identity) {

    /** Daemons of this host alone. */
    public static final Listening NONE = at("");

    /** Listens at an address, and leaves all else as it is by default. */
    public static Listening at(String url) {
        return new Listening(url, TlsSpec.THROWN_AWAY, false, KeepAliveSpec.DEFAULT, null);
    }

    public Listening withUrl(String where) {
        return new Listening(where, tls, secretPerSlot, keepAlive, identity);
    }

    public Listening withTls(TlsSpec how) {
        return new Listening(url, how, secretPerSlot, keepAlive, identity);
    }

    public Listening withSecretPerSlot(boolean each) {
        return new Listening(url, tls, each, keepAlive, identity);
    }

    public Listening withKeepAlive(KeepAliveSpec when) {
        return new Listening(url, tls, secretPerSlot, when, identity);
    }

    public Listening withIdentity(Path file) {
        return new Listening(url, tls, secretPerSlot, keepAlive, file);
    }

    /** Whether there is an address. */
    public boolean isOn() {
        return !url.isEmpty();
    }

    /** Whether anything is said that matters only where there is an address. */
    public boolean saysMoreThanUrl() {
        return !equals(at(url));
    }
}
