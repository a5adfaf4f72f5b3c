package io.mirai.daemon.command;

import io.mirai.daemon.shared.DaemonArguments;
import io.mirai.daemon.shared.FileFault;
import io.mirai.machine.Access;
import io.mirai.machine.Machine;
import io.mirai.transport.link.Secret;
import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a daemon of the command line has its secret from: a file if one is named, else the environment if it has one, else
 * the first line of standard input.
 *
 * @param file the file; null for one of the others
 * @param variable what the environment has; null for standard input
 * @param input standard input
 * @param interactive whether somebody would have to type it there; where nobody can tell, no
 */
record SecretSource(@Nullable Path file, @Nullable String variable, InputStream input, boolean interactive) {

    private static final int STANDARD_INPUT = 0;
    private static final int MOST_BYTES = 1 << 16;
    private static final long LIMIT_SECONDS = 10;
    private static final Pattern BEGINNING = Pattern.compile("\\s*mirai\\d+_.*", Pattern.DOTALL);

    /** The sources of this process. */
    static SecretSource ofProcess(@Nullable Path file) {
        return new SecretSource(
                file,
                System.getenv(DaemonArguments.SECRET_VARIABLE),
                new FileInputStream(FileDescriptor.in),
                Machine.isTerminal(STANDARD_INPUT).orElse(false));
    }

    /** Whether a text may be a secret, be it a part of one: then nobody is to see it. */
    static boolean isSecret(String text) {
        return BEGINNING.matcher(text).matches();
    }

    /**
     * Reads it.
     *
     * @throws IllegalArgumentException says what is wrong with it and what to do, and shows none of it
     */
    Secret read() {
        if (file != null) {
            return Secret.parse(textOf(file));
        }
        if (variable != null && !variable.isBlank()) {
            return Secret.parse(variable);
        }
        if (interactive) {
            throw new IllegalArgumentException(Texts.noSecret());
        }
        String line = firstLine();
        if (line.isBlank()) {
            throw new IllegalArgumentException(Texts.noSecret());
        }
        return Secret.parse(line);
    }

    private static String textOf(Path file) {
        if (isSecret(file.toString())) {
            throw new IllegalArgumentException(Texts.secretIsNoFile());
        }
        try (InputStream in = Files.newInputStream(file)) {
            Access access = Access.of(file);
            if (!access.isOwnersAlone()) {
                throw new IllegalArgumentException(Texts.secretFileIsOpen(file, access));
            }
            String text = new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
            if (text.isBlank()) {
                throw new IllegalArgumentException(Texts.secretFileIsEmpty(file));
            }
            return text;
        } catch (IOException e) {
            throw new IllegalArgumentException(Texts.secretFileNotRead(file, String.valueOf(FileFault.reason(e))), e);
        }
    }

    /** Waits for a pipe that a slow program fills, but not for one that nobody fills. */
    private String firstLine() {
        CompletableFuture<String> line = new CompletableFuture<>();
        Thread reader = new Thread(() -> line.completeAsync(this::readLine, Runnable::run), "mirai-secret");
        reader.setDaemon(true);
        reader.start();
        try {
            return line.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalArgumentException(Texts.noSecretInTime(LIMIT_SECONDS), e);
        } catch (ExecutionException e) {
            throw new IllegalArgumentException(Texts.noSecret(), e); // such as a descriptor that is closed
        } catch (InterruptedException e) {
            throw new IllegalStateException(e); // nobody does
        }
    }

    private String readLine() {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try {
            for (int next = input.read(); next >= 0 && next != '\n' && line.size() < MOST_BYTES; next = input.read()) {
                line.write(next);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "SecretSource[secret]";
    }
}
