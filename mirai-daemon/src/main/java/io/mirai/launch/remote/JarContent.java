package io.mirai.launch.remote;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The runnable jar, as other machines keep it.
 *
 * @param file where it is on this machine
 * @param hash the SHA-256 of its content
 * @param bytes its length
 */
record JarContent(Path file, String hash, long bytes) {

    /**
     * Finds the jar on this machine: beside this code, or in the home directory.
     *
     * @throws IllegalStateException if there is none, saying how to get it
     */
    static Path find() {
        return RunnableJar.find()
                .or(JarContent::inHome)
                .orElseThrow(
                        () -> new IllegalStateException(Texts.noJarHere(RunnableJar.name(), RunnableJar.artifact())));
    }

    /** An application may be packed so that nothing is beside its code. */
    private static Optional<Path> inHome() {
        return Optional.of(Path.of(System.getProperty("user.home", ""), RunnableJar.name()))
                .filter(Files::isRegularFile);
    }

    /** Reads it. */
    static JarContent read() throws IOException {
        Path file = find();
        MessageDigest digest = sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            long bytes = in.transferTo(OutputStream.nullOutputStream());
            return new JarContent(file, HexFormat.of().formatHex(digest.digest()), bytes);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }
}
