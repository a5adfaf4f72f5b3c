package io.mirai.transport.link;

import io.mirai.wire.Token;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A {@link Secret} as a line of text, and what may be wrong with one. */
final class SecretText {

    private static final int VERSION = 1;
    private static final Pattern TEXT = Pattern.compile("mirai([0-9]{1,9})_(.*)");
    private static final int CHECKSUM_BYTES = 4;
    private static final int LEAST_BYTES = Short.BYTES + Token.BYTES + CHECKSUM_BYTES;

    private SecretText() {}

    static String write(Secret secret) {
        return "mirai" + VERSION + "_" + letters(bytes(secret));
    }

    private static String letters(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static byte[] bytes(Secret secret) {
        Secret.Identity identity = secret.identity();
        int length = LEAST_BYTES + (identity == null ? 0 : identity.length());
        ByteBuffer out = ByteBuffer.allocate(length)
                .putShort((short) length)
                .put(secret.token().bytes());
        if (identity != null) {
            identity.writeTo(out);
        }
        return out.put(checksum(out.array())).array();
    }

    static Secret parse(String text) {
        Matcher matcher = TEXT.matcher(text.replaceAll("\\s", ""));
        if (!matcher.matches()) {
            throw new IllegalArgumentException(Texts.noSecret());
        }
        int version = Integer.parseInt(matcher.group(1));
        if (version != VERSION) {
            throw new IllegalArgumentException(Texts.otherSecret(version, VERSION));
        }
        ByteBuffer in = ByteBuffer.wrap(decode(matcher.group(2)));
        checkLength(in, matcher.group(2).length());
        byte[] all = in.array();
        if (!letters(all).equals(matcher.group(2))) { // the last letter has bits that mean nothing
            throw new IllegalArgumentException(Texts.alteredSecret());
        }
        if (!MessageDigest.isEqual(checksum(all), Arrays.copyOfRange(all, all.length - CHECKSUM_BYTES, all.length))) {
            throw new IllegalArgumentException(Texts.alteredSecret());
        }
        byte[] token = new byte[Token.BYTES];
        in.position(Short.BYTES).get(token);
        byte[] rest = new byte[in.remaining() - CHECKSUM_BYTES];
        in.get(rest);
        if (rest.length == 0) {
            return Secret.of(Token.of(token));
        }
        if (rest.length <= Secret.Identity.PIN_BYTES + Secret.Identity.KEY_BYTES) {
            throw new IllegalArgumentException(Texts.alteredSecret());
        }
        return Secret.Identity.read(Token.of(token), rest);
    }

    /** Of a text that was cut off, the last letter may be no whole byte. */
    private static byte[] decode(String letters) {
        try {
            int whole = letters.length() % 4 == 1 ? letters.length() - 1 : letters.length();
            return Base64.getUrlDecoder().decode(letters.substring(0, whole));
        } catch (IllegalArgumentException e) { // which would show a part of it
            throw new IllegalArgumentException(Texts.alteredSecret());
        }
    }

    private static void checkLength(ByteBuffer in, int letters) {
        int length = in.remaining() < Short.BYTES ? LEAST_BYTES : in.getShort(0) & 0xFFFF;
        int expected = (length * 8 + 5) / 6;
        if (letters < expected) {
            throw new IllegalArgumentException(Texts.shortSecret(letters, expected));
        }
        if (letters > expected || length < LEAST_BYTES) {
            throw new IllegalArgumentException(Texts.alteredSecret());
        }
    }

    /** Of all but its own place at the end. */
    private static byte[] checksum(byte[] all) {
        try {
            byte[] hash = Secret.sha256(Arrays.copyOf(all, all.length - CHECKSUM_BYTES));
            return Arrays.copyOf(hash, CHECKSUM_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }
}
