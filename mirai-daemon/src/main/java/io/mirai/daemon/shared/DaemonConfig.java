package io.mirai.daemon.shared;

import io.mirai.DaemonOptions.AutoExit;
import io.mirai.spi.Cleanup;
import io.mirai.spi.DaemonLimits;
import io.mirai.spi.DaemonSpec;
import io.mirai.spi.HostGone;
import io.mirai.transport.link.LinkAddress;
import io.mirai.transport.link.Secret;
import io.mirai.transport.link.TrustedAuthorities;
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
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * What a daemon is told at its start: by the command line, or by the host that launches it. Such a host tells it over
 * standard input, so that the secret is in no argument list: lines of the form {@code key=value}, then one that says
 * {@code end}. Then the stream ends; only where the host can hold no lock, it keeps the stream open as long as it
 * lives.
 *
 * @param address where to dial
 * @param secret by which the host knows it, and it the host
 * @param authorities who vouch for the host, in place of the pin in the secret; null for the pin
 * @param slot the slot that it asks its host for
 * @param instance which daemon of the slot it says that it is
 * @param threads how many tasks to run at once
 * @param output whether to send the host what tasks print
 * @param limits when to leave
 * @param cleanup what to clean after each task
 * @param hostGone what to do when the host goes
 * @param launcher the host that launches it on this machine; null for a daemon of the command line
 */
public record DaemonConfig(
        LinkAddress address,
        Secret secret,
        @Nullable TrustedAuthorities authorities,
        int slot,
        int instance,
        int threads,
        boolean output,
        DaemonLimits limits,
        Cleanup cleanup,
        HostGone hostGone,
        @Nullable LaunchingHost launcher) {

    private static final String END = "end";

    /** For a daemon of the command line. */
    public static DaemonConfig ofCommand(
            LinkAddress address, Secret secret, @Nullable TrustedAuthorities authorities, int slot, DaemonSpec daemon) {
        return new DaemonConfig(
                address,
                secret,
                authorities,
                slot,
                0,
                daemon.threads(),
                daemon.output(),
                daemon.limits(),
                daemon.cleanup(),
                daemon.hostGone(),
                null);
    }

    /** What the launching host has for this daemon; only a daemon of the command line has none. */
    public LaunchingHost requireLauncher() {
        return Objects.requireNonNull(launcher, "launcher");
    }

    /** Writes it and flushes; does not close the stream. */
    public void writeTo(OutputStream out) throws IOException {
        LaunchingHost host = requireLauncher();
        Path lock = host.lock();
        Properties lines = new Properties();
        lines.setProperty("address", address.url());
        lines.setProperty("directory", host.directory().toString());
        lines.setProperty("host", Long.toString(host.process()));
        lines.setProperty("lock", lock == null ? "" : lock.toString());
        lines.setProperty("secret", secret.text());
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
        lines.setProperty("session", host.session().toString());
        lines.setProperty("ledger", host.ledger().toString());
        lines.setProperty("lastWords", host.lastWords().toString());
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
                Secret.parse(value(lines, "secret")),
                null,
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
                new LaunchingHost(
                        Path.of(value(lines, "directory")),
                        Long.parseLong(value(lines, "host")),
                        value(lines, "lock").isEmpty() ? null : Path.of(value(lines, "lock")),
                        Path.of(value(lines, "session")),
                        Path.of(value(lines, "ledger")),
                        Path.of(value(lines, "lastWords"))));
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
