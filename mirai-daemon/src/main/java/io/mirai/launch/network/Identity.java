package io.mirai.launch.network;

import io.mirai.machine.Access;
import io.mirai.machine.OwnFiles;
import io.mirai.transport.host.certificates.Authority;
import io.mirai.wire.Token;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * By what daemons and a listening host know each other: the token that daemons prove, or one for each slot, and the authority of
 * their certificates. A file keeps it for the next host; without one it goes with this host. Thread-safe.
 *
 * <pre>
 *   token        what all daemons prove
 *   token.3      what the daemon of slot 3 proves, where each slot has one
 *   authority    the keys and certificates, where there is TLS
 * </pre>
 */
final class Identity {

    private static final String TOKEN = "token";
    private static final String TOKEN_OF = "token.";
    private static final String AUTHORITY = "authority";
    private static final String COMMENT = "# Anyone who reads this file can be the host of the daemons that know it.\n";

    private final @Nullable Path file;
    private final Map<Integer, Token> ofSlots = new ConcurrentHashMap<>();
    private volatile Token token = Token.random();
    private @Nullable Authority authority; // guarded by this

    private Identity(@Nullable Path file) {
        this.file = file;
    }

    /**
     * Reads the identity, or makes it where there is none.
     *
     * @param file where it is kept; null for one that is kept nowhere
     * @throws IOException says what is wrong with the file and what to do; shows none of what is in it
     */
    static Identity open(@Nullable Path file) throws IOException {
        Identity identity = new Identity(file == null ? null : file.toAbsolutePath());
        if (identity.file != null) {
            identity.readOrMake(identity.file);
        }
        return identity;
    }

    private void readOrMake(Path kept) throws IOException {
        if (!Files.exists(kept)) {
            try {
                write(kept, false);
                return;
            } catch (FileAlreadyExistsException e) {
                // Another host has just made it: that one counts for both.
            }
        }
        read(kept);
    }

    private void read(Path kept) throws IOException {
        Access access = Access.of(kept);
        if (!access.isOwnersAlone()) {
            throw new IOException(Texts.identityIsOpen(kept, access));
        }
        Properties lines = new Properties();
        try {
            lines.load(new StringReader(Files.readString(kept)));
            token = Token.ofHex(lines.getProperty(TOKEN, ""));
            for (String key : lines.stringPropertyNames()) {
                if (key.startsWith(TOKEN_OF)) {
                    int slot = Integer.parseInt(key.substring(TOKEN_OF.length()));
                    ofSlots.put(slot, Token.ofHex(lines.getProperty(key)));
                }
            }
            String text = lines.getProperty(AUTHORITY);
            authority = text == null ? null : Authority.parse(text);
        } catch (IllegalArgumentException | CharacterCodingException e) { // which may show a part of it
            throw new IOException(Texts.noIdentity(kept));
        }
    }

    // ---- What it has ----

    /** What all daemons prove where slots have no tokens of their own. */
    Token token() {
        return token;
    }

    /** What the daemon of a slot proves; null if nobody was ever told. */
    @Nullable
    Token issuedTo(int slot) {
        return ofSlots.get(slot);
    }

    /** As {@link #issuedTo}, but there is one from now on. May write the file. */
    synchronized Token issueTo(int slot) {
        Token known = ofSlots.get(slot);
        if (known != null) {
            return known;
        }
        Token fresh = Token.random();
        ofSlots.put(slot, fresh);
        keep();
        return fresh;
    }

    /** Nobody dials in by the token of this slot any more. May write the file. */
    synchronized void renew(int slot) {
        ofSlots.put(slot, Token.random());
        keep();
    }

    /** Nobody dials in by the token of all any more. May write the file. */
    synchronized void renew() {
        token = Token.random();
        keep();
    }

    /** Who issues the certificates; made when it is first asked for, which takes a moment. May write the file. */
    synchronized Authority authority() {
        Authority known = authority;
        if (known != null) {
            return known;
        }
        Authority made = Authority.make();
        authority = made;
        keep();
        return made;
    }

    // ---- Its file ----

    private void keep() {
        Path kept = file;
        if (kept == null) {
            return;
        }
        try {
            write(kept, true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Another host reads it whole, or as it was before. */
    private void write(Path kept, boolean replaces) throws IOException {
        Path directory = kept.getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            throw new NoSuchFileException(Texts.noDirectoryForIdentity(kept));
        }
        Path part = OwnFiles.createTempFile(directory, kept.getFileName() + ".");
        try {
            Files.writeString(part, text(), StandardCharsets.UTF_8);
            if (replaces) {
                replace(kept, part);
            } else {
                put(kept, part);
            }
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static void replace(Path kept, Path part) throws IOException {
        try {
            Files.move(part, kept, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(part, kept, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Unless one is there: another host may be making it. */
    private static void put(Path kept, Path part) throws IOException {
        try {
            Files.createLink(kept, part);
        } catch (UnsupportedOperationException e) {
            Files.move(part, kept);
        }
    }

    private String text() {
        StringBuilder text = new StringBuilder(COMMENT);
        text.append(TOKEN).append('=').append(token.toHex()).append('\n');
        ofSlots.forEach((slot, own) -> text.append(TOKEN_OF)
                .append(slot)
                .append('=')
                .append(own.toHex())
                .append('\n'));
        if (authority != null) {
            text.append(AUTHORITY).append('=').append(authority.text()).append('\n');
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return "Identity[secret]";
    }
}
