package io.mirai.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;

/**
 * A network namespace in the place of another machine: it has this file system and a cable to this machine, over which packets can
 * be lost without a word to either end.
 *
 * <pre>
 *   this machine 10.213.n.1 ──── cable ──── 10.213.n.2 the other machine
 * </pre>
 */
public final class OtherMachine implements AutoCloseable {

    private static final AtomicInteger MADE = new AtomicInteger();
    private static final int NETWORKS = 250;

    /** An address of the link layer that no end of the cable has: frames to it are dropped on arrival. */
    private static final String NOBODY = "02:00:00:00:00:99";

    private final String ip;
    private final String name;
    private final String network;

    private OtherMachine(String ip) {
        this.ip = ip;
        long self = ProcessHandle.current().pid();
        int number = MADE.incrementAndGet();
        this.name = "m" + self + "n" + number; // an interface has at most 15 characters
        this.network = "10.213." + Math.floorMod(self * 7 + number, NETWORKS) + ".";
    }

    /** Makes one; skips the test where this user or this kernel cannot. */
    public static OtherMachine join() throws IOException {
        OtherMachine machine = new OtherMachine(tool());
        String refused = machine.run("netns", "add", machine.name);
        if (!refused.isEmpty()) {
            skip(refused.strip());
        }
        machine.layCable();
        return machine;
    }

    private static String tool() {
        for (String directory : List.of("/usr/sbin", "/sbin", "/usr/bin", "/bin")) {
            Path found = Path.of(directory, "ip");
            if (Files.isExecutable(found)) {
                return found.toString();
            }
        }
        skip("there is no command ip");
        throw new IllegalStateException("skipped");
    }

    private static void skip(String why) {
        String said = "no network namespace can be made here: " + why;
        System.out.println("skipped: " + said);
        Assumptions.abort(said);
    }

    private void layCable() throws IOException {
        here("link", "add", near(), "type", "veth", "peer", "name", far());
        here("link", "set", far(), "netns", name);
        here("address", "add", address() + "/30", "dev", near());
        here("link", "set", near(), "up");
        there("address", "add", network + "2/30", "dev", far());
        there("link", "set", far(), "up");
        there("link", "set", "lo", "up");
    }

    private String near() {
        return name + "h";
    }

    private String far() {
        return name + "d";
    }

    /** Where the other machine reaches this one. */
    public String address() {
        return network + "1";
    }

    /** The command that runs another one there. */
    List<String> shellWrapper() {
        return List.of(ip, "netns", "exec", name);
    }

    /** All packets are lost from now on, both ways. */
    public void cut() throws IOException {
        here("neighbour", "replace", network + "2", "lladdr", NOBODY, "nud", "permanent", "dev", near());
        there("neighbour", "replace", address(), "lladdr", NOBODY, "nud", "permanent", "dev", far());
    }

    /** Packets arrive again. */
    public void mend() throws IOException {
        here("neighbour", "del", network + "2", "dev", near());
        there("neighbour", "del", address(), "dev", far());
    }

    private void here(String... arguments) throws IOException {
        assertThat(run(arguments)).as("ip %s", List.of(arguments)).isEmpty();
    }

    private void there(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("-netns", name));
        all.addAll(List.of(arguments));
        here(all.toArray(String[]::new));
    }

    /** What it says is wrong; nothing if all is well. */
    private String run(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(ip));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            return process.waitFor() == 0 ? "" : said.isEmpty() ? "it failed" : said;
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        }
    }

    /** Removes it, and the cable with it. */
    @Override
    public void close() throws IOException {
        here("link", "del", near());
        here("netns", "del", name);
    }
}
