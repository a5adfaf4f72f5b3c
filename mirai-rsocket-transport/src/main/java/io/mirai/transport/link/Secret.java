package io.mirai.transport.link;

import io.mirai.wire.Token;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * All that a daemon needs to trust a host and to be trusted by it: the token, and for TLS the pin of the host's public
 * key, and a certificate of the daemon's own with its key. One line of text of some 530 letters carries it; it is never
 * printed.
 *
 * <pre>
 *   "mirai1_", then in base64url
 *    0  u16  length of all
 *    2       token, 32 bytes
 *   34       nothing more for TLS, or
 *   34       pin: SHA-256 of the host's public key (SPKI), 32 bytes
 *   66       private key: the number of P-256, 32 bytes
 *   98       certificate, in DER
 *   n−4      checksum: the first 4 bytes of the SHA-256 of all before
 *   n
 * </pre>
 */
public final class Secret {

    private final Token token;
    private final @Nullable Identity identity;

    private Secret(Token token, @Nullable Identity identity) {
        this.token = token;
        this.identity = identity;
    }

    /** For a link without encryption. */
    public static Secret of(Token token) {
        return new Secret(token, null);
    }

    /**
     * For TLS.
     *
     * @param hostKey the host's public key, as its certificate has it
     * @param certificate the daemon's, issued by the host
     * @param key that of the certificate, on P-256
     */
    public static Secret of(Token token, byte[] hostKey, X509Certificate certificate, ECPrivateKey key)
            throws GeneralSecurityException {
        return new Secret(token, new Identity(sha256(hostKey), certificate.getEncoded(), number(key)));
    }

    /**
     * Reads what {@link #text} wrote; white space does not matter.
     *
     * @throws IllegalArgumentException says whether it is no secret, was cut off or altered, or is of a newer version; it never
     *     shows any of it
     */
    public static Secret parse(String text) {
        return SecretText.parse(text);
    }

    static Secret of(Token token, byte[] pin, byte[] certificate, byte[] key) {
        return new Secret(token, new Identity(pin, certificate, key));
    }

    /** The secret in one line, to be handed over where nobody reads along. */
    public String text() {
        return SecretText.write(this);
    }

    /** What the daemon proves to know. */
    public Token token() {
        return token;
    }

    /** Whether it is one for TLS. */
    public boolean isForTls() {
        return identity != null;
    }

    @Nullable
    Identity identity() {
        return identity;
    }

    static byte[] sha256(byte[] bytes) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
    }

    private static byte[] number(ECPrivateKey key) {
        byte[] signed = key.getS().toByteArray();
        byte[] number = new byte[Identity.KEY_BYTES];
        int length = Math.min(signed.length, number.length); // there may be a zero for the sign
        System.arraycopy(signed, signed.length - length, number, number.length - length, length);
        return number;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret
                && MessageDigest.isEqual(SecretText.bytes(this), SecretText.bytes(secret));
    }

    @Override
    public int hashCode() {
        return Token.BYTES;
    }

    @Override
    public String toString() {
        return "Secret[secret]";
    }

    /** How a daemon knows its host by TLS, and its host knows it. */
    static final class Identity {

        static final int PIN_BYTES = 32;
        static final int KEY_BYTES = 32;

        private final byte[] pin;
        private final byte[] certificate;
        private final byte[] key;

        private Identity(byte[] pin, byte[] certificate, byte[] key) {
            this.pin = pin;
            this.certificate = certificate;
            this.key = key;
        }

        /** Whether this is the public key that the host has shown where the secret was made. */
        boolean isPinned(byte[] hostKey) throws GeneralSecurityException {
            return MessageDigest.isEqual(pin, sha256(hostKey));
        }

        X509Certificate certificate() throws GeneralSecurityException {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(certificate));
        }

        PrivateKey key() throws GeneralSecurityException {
            AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
            curve.init(new ECGenParameterSpec("secp256r1"));
            return KeyFactory.getInstance("EC")
                    .generatePrivate(new ECPrivateKeySpec(
                            new BigInteger(1, key), curve.getParameterSpec(ECParameterSpec.class)));
        }

        int length() {
            return PIN_BYTES + KEY_BYTES + certificate.length;
        }

        void writeTo(ByteBuffer out) {
            out.put(pin).put(key).put(certificate);
        }

        static Secret read(Token token, byte[] bytes) {
            return of(
                    token,
                    Arrays.copyOf(bytes, PIN_BYTES),
                    Arrays.copyOfRange(bytes, PIN_BYTES + KEY_BYTES, bytes.length),
                    Arrays.copyOfRange(bytes, PIN_BYTES, PIN_BYTES + KEY_BYTES));
        }
    }
}
