package io.mirai.launch.network;

import io.mirai.machine.Access;
import java.nio.file.Path;

/** Every message of this package that a user may read: what failed, on what, and what to do. */
final class Texts {

    private Texts() {}

    static String libraryMissing(Throwable error) {
        return "a library that TLS needs is not on the class path, or not whole: " + error
                + ". Your build has excluded it, as org.bouncycastle:bcpkix-jdk18on";
    }

    static String closedMeanwhile() {
        return "the profile was closed before it listened";
    }

    static String notListeningYet(String profile, String url) {
        return "profile '" + profile + "' does not listen at " + url + " yet";
    }

    static String slotHasNoSecret(int slot) {
        return (slot < 0 ? "no slot was asked for" : "slot " + slot + " has no secret")
                + ", and each slot of this profile has one of its own: start the daemon by the line that launchCommands(n) has for it";
    }

    static String notAwaited(int slot) {
        return "the daemon that was launched for slot " + slot
                + " is not awaited any more, or another has dialled in for it";
    }

    static String certificateWithoutTls(String url) {
        return "tls(…) has a certificate, but " + url
                + " is without TLS: begin it with tls+tcp:// or wss://, or leave tls(…) out";
    }

    static String identityIsOpen(Path file, Access access) {
        return "the identity " + file + " is not for this user alone: it has " + access
                + ". Take it from all others, as by chmod 600, if nobody can have read it; else delete it, and start the daemons"
                + " by new lines";
    }

    static String noIdentity(Path file) {
        return "the file " + file
                + " is no identity of a host, or not a whole one: name another, or delete it for a new one";
    }

    static String noDirectoryForIdentity(Path file) {
        return "the identity " + file + " cannot be made: its directory is not there";
    }
}
