package io.mirai;

import io.mirai.spi.Launch;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Starts daemons on other machines over SSH, by the system's {@code ssh} and the user's configuration of it: aliases, keys, jump hosts.
 * Nobody is asked for a password, and the keys of the machines must be known. The other machine needs a Java 17 or newer and nothing
 * else: the runnable jar goes there once, over the same connection, and is kept in the cache of the user there. A daemon ends with its
 * {@code ssh}, and so with this host. Immutable: every method returns a changed copy.
 *
 * <pre>{@code
 * Daemons.builder()
 *         .url("tcp://127.0.0.1:0")
 *         .remote(SshConfig.of("ssh://node1", "ssh://node2", "ssh://node2").tunnel(true))
 *         .start();
 * }</pre>
 *
 * <p>Its counterpart in R's mirai is {@code ssh_config()}.
 */
public final class SshConfig extends LaunchConfig {

    private static final Pattern URL = Pattern.compile(
            "ssh://(?:([^@/:\\s-][^@/:\\s]*)@)?(?:\\[([0-9A-Fa-f:.]+(?:%[0-9A-Za-z_.-]+)?)]|([^@/:\\[\\]\\s-][^@/:\\[\\]\\s]*))"
                    + "(?::(\\d{1,5}))?/?");
    private static final int MAX_PORT = 65_535;
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final List<Launch.BySsh> launches;

    private SshConfig(List<Launch.BySsh> launches) {
        this.launches = launches;
    }

    /**
     * A daemon for each url. A machine that is named more than once gets as many.
     *
     * @param urls {@code ssh://user@host:port}, where the user and the port may be left out
     * @throws IllegalArgumentException if one is not so, or there is none
     */
    public static SshConfig of(String... urls) {
        if (urls.length == 0) {
            throw new IllegalArgumentException(Texts.noMachines());
        }
        return new SshConfig(Arrays.stream(urls)
                .map(url -> new Launch.BySsh(login(url), false, List.of("ssh"), LIMIT, List.of()))
                .toList());
    }

    private static Launch.Login login(String url) {
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) {
            throw new IllegalArgumentException(Texts.notSshUrl(url));
        }
        int port = parts.group(4) == null ? 0 : Integer.parseInt(parts.group(4));
        if (port > MAX_PORT || (parts.group(4) != null && port == 0)) {
            throw new IllegalArgumentException(Texts.notSshUrl(url));
        }
        return new Launch.Login(
                Objects.requireNonNullElse(parts.group(1), ""),
                parts.group(2) == null ? parts.group(3) : parts.group(2),
                port);
    }

    /**
     * Sets whether daemons dial in through SSH, where the other machine does not reach this one; false by default. The {@link
     * Daemons.Builder#url} must be one of this machine alone, as {@code tcp://127.0.0.1:0} or that of {@link Mirais#localUrl}. There is
     * one tunnel for each machine, however many daemons it runs.
     */
    public SshConfig tunnel(boolean reverse) {
        return with(each -> new Launch.BySsh(each.login(), reverse, each.command(), each.limit(), each.java()));
    }

    /**
     * Sets how long it may take to connect; 10 s by default. When the machine has answered, its daemon has 30 s to dial in.
     *
     * @throws IllegalArgumentException if the limit is not positive
     */
    @Override
    public SshConfig timeout(Duration connect) {
        Duration limit = Durations.positive("timeout", connect);
        return with(each -> new Launch.BySsh(each.login(), each.tunnel(), each.command(), limit, each.java()));
    }

    /**
     * Sets the program in place of {@code ssh}, which options may follow: {@code "ssh -F my-config"}. Its own options come after these.
     *
     * @throws IllegalArgumentException if it is empty
     */
    public SshConfig command(String ssh) {
        List<String> words = program("command", ssh);
        return with(each -> new Launch.BySsh(each.login(), each.tunnel(), words, each.limit(), each.java()));
    }

    /**
     * Sets the {@code java} over there, which options may follow: {@code "/opt/jdk/bin/java -Xmx4g"}. By default it is the one of the
     * {@code PATH} or of {@code JAVA_HOME} there.
     *
     * @throws IllegalArgumentException if it is empty
     */
    @Override
    public SshConfig java(String java) {
        List<String> words = program("java", java);
        return with(each -> new Launch.BySsh(each.login(), each.tunnel(), each.command(), each.limit(), words));
    }

    /** Changes nothing: {@code ssh} hands its command to a shell always. */
    @Override
    public SshConfig quote(boolean forAShell) {
        return this;
    }

    private SshConfig with(UnaryOperator<Launch.BySsh> change) {
        return new SshConfig(launches.stream().map(change).toList());
    }

    @Override
    List<Launch> launches() {
        return List.copyOf(launches);
    }

    /** Shows the machines. */
    @Override
    public String toString() {
        return "SshConfig" + launches.stream().map(Launch.BySsh::login).toList();
    }
}
