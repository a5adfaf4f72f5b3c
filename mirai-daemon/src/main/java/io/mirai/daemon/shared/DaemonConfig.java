package io.mirai.daemon.shared;

import io.mirai.DaemonOptions.AutoExit;
import io.mirai.spi.Cleanup;
import io.mirai.spi.DaemonLimits;
import io.mirai.spi.HostGone;
import io.mirai.transport.link.LinkAddress;
import io.mirai.wire.Token;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * What a host tells its daemon over standard input, so that the secret is in no argument list: lines of the
 * form {@code key=value}, then one that says {@code end}. Then the stream ends; only where the host can hold no lock, it keeps
 * the stream open as long as it lives.
 *
 * @param address where to dial
 * @param directory the host's own, whose files nobody else deletes when the host was killed
 * @param host the host's process
 * @param lock the file that it holds locked as long as it lives; null if it holds the stream open instead
 * @param token the secret to prove there
 * @param slot the daemon's slot, from 0
 * @param instance which daemon of the slot it is, from 1
 * @param threads how many tasks to run at once
 * @param output whether to send the host what tasks print
 * @param limits when to leave
 * @param cleanup what to clean after each task
 * @param hostGone what to do when the host goes
 * @param maxResultBytes the longest result that the host takes
 * @param level how many daemons stand one above the other: 1, or more where the host is itself a daemon
 * @param session the file that lists the URLs of the host's class path, one a line
 * @param ledger the file of the {@link StartLedger}, which the host has made
 * @param lastWords where to write why the process ends
 */
public record DaemonConfig(
        LinkAddress address,
        Path directory,
        long host,
        @Nullable Path lock,
        Token token,
        int slot,
        int instance,
        int threads,
        boolean output,
        DaemonLimits limits,
        Cleanup cleanup,
        HostGone hostGone,
        long maxResultBytes,
        int level,
        Path session,
        Path ledger,
        Path lastWords) {

    private static final String END = "end";

    /** Writes it and flushes; does not close the stream. */
    public void writeTo(OutputStream out) throws IOException {
        Properties lines = new Properties();
        lines.setProperty("address", address.url());
        lines.setProperty("directory", directory.toString());
        lines.setProperty("host", Long.toString(host));
        lines.setProperty("lock", lock == null ? "" : lock.toString());
        lines.setProperty("token", token.toHex());
        lines.setProperty("slot", Integer.toString(slot));
        lines.setProperty("instance", Integer.toString(instance));
        lines.setProperty("threads", Integer.toString(threads));
        lines.setProperty("output", Boolean.toString(output));
        lines.setProperty("maxTasks", Long.toString(limits.maxTasks()));
        lines.setProperty("idleTime", text(limits.idleTime()));
        lines.setProperty("wallTime", text(limits.wallTime()));
        lines.setProperty("timerStart", Integer.toString(limits.timerStart()));
        lines.setProperty("cleanup", Integer.toString(cleanup.mask()));
        lines.setProperty("autoExit", hostGone.mode().name());
        lines.setProperty("signal", hostGone.signal());
        lines.setProperty("maxResultBytes", Long.toString(maxResultBytes));
        lines.setProperty("level", Integer.toString(level));
        lines.setProperty("session", session.toString());
        lines.setProperty("ledger", ledger.toString());
        lines.setProperty("lastWords", lastWords.toString());
        StringWriter text = new StringWriter();
        lines.store(text, null);
        out.write((text + END + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /**
     * Reads it up to its last line.
     *
     * @throws IOException if the stream ends before
     * @throws IllegalArgumentException if a value is missing or malformed
     */
    public static DaemonConfig readFrom(InputStream in) throws IOException {
        // Nobody else reads what this reader may have buffered: nothing follows but the end of the stream.
        BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        StringBuilder text = new StringBuilder();
        for (String line = reader.readLine(); !END.equals(line); line = reader.readLine()) {
            if (line == null) {
                throw new IOException("it ended after " + text.length() + " characters");
            }
            text.append(line).append('\n');
        }
        Properties lines = new Properties();
        lines.load(new StringReader(text.toString()));
        return new DaemonConfig(
                LinkAddress.parse(value(lines, "address")),
                Path.of(value(lines, "directory")),
                Long.parseLong(value(lines, "host")),
                value(lines, "lock").isEmpty() ? null : Path.of(value(lines, "lock")),
                Token.ofHex(value(lines, "token")),
                Integer.parseInt(value(lines, "slot")),
                Integer.parseInt(value(lines, "instance")),
                Integer.parseInt(value(lines, "threads")),
                Boolean.parseBoolean(value(lines, "output")),
                new DaemonLimits(
                        Long.parseLong(value(lines, "maxTasks")),
                        duration(value(lines, "idleTime")),
                        duration(value(lines, "wallTime")),
                        Integer.parseInt(value(lines, "timerStart"))),
                new Cleanup(Integer.parseInt(value(lines, "cleanup"))),
                new HostGone(AutoExit.valueOf(value(lines, "autoExit")), value(lines, "signal")),
                Long.parseLong(value(lines, "maxResultBytes")),
                Integer.parseInt(value(lines, "level")),
                Path.of(value(lines, "session")),
                Path.of(value(lines, "ledger")),
                Path.of(value(lines, "lastWords")));
    }

    private static String text(@Nullable Duration limit) {
        return limit == null ? "" : limit.toString();
    }

    private static @Nullable Duration duration(String text) {
        return text.isEmpty() ? null : Duration.parse(text);
    }

    private static String value(Properties lines, String key) {
        String value = lines.getProperty(key);
        if (value == null) {
            throw new IllegalArgumentException("no " + key);
        }
        return value;
    }
}
