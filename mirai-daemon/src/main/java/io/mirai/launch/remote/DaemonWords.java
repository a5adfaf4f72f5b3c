package io.mirai.launch.remote;

import io.mirai.daemon.shared.DaemonArguments;
import io.mirai.launch.jvm.JvmCommand;
import io.mirai.spi.DaemonSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The command of a daemon that runs from the runnable jar alone. It has no secret.
 *
 * <pre>
 *   java -Dsun.misc.unsafe.memory.access=allow … -jar …/mirai-daemon-…-all.jar daemon tls+tcp://host:port --slot=3 --threads=8
 * </pre>
 */
public final class DaemonWords {

    /** Java 24 and newer warn of what Netty and Kryo use, for each daemon, where it is not allowed. */
    private static final String NO_WARNING = "-Dsun.misc.unsafe.memory.access=allow";

    /** No word of its own begins so: where the jar is not on this machine, it is in the home directory of that one. */
    private static final String HOME = "~/";

    private final List<String> words;

    private DaemonWords(List<String> words) {
        this.words = words;
    }

    /**
     * Makes the command, with the jar where this machine has it: it may be at the same place over there. Otherwise it is in the home
     * directory of the user.
     *
     * @param java the program with options; empty for that of the daemon
     * @param more options of the daemon beside those that say how it runs
     * @throws IllegalArgumentException if the daemon is to have a class path
     */
    public static DaemonWords of(List<String> java, String url, List<String> more, DaemonSpec daemon) {
        String jar = RunnableJar.find().map(Path::toString).orElse(HOME + RunnableJar.name());
        return of(java, jar, url, more, daemon);
    }

    /** Makes the command, with the jar at this place. */
    static DaemonWords of(List<String> java, String jar, String url, List<String> more, DaemonSpec daemon) {
        daemon.checkElsewhere();
        List<String> words = new ArrayList<>(java.isEmpty() ? List.of(program(daemon)) : java);
        words.add(NO_WARNING);
        words.addAll(daemon.jvmArgs());
        words.add("-jar");
        words.add(jar);
        words.add(DaemonArguments.COMMAND);
        words.add(url);
        words.addAll(more);
        words.addAll(DaemonArguments.of(daemon));
        return new DaemonWords(words);
    }

    private static String program(DaemonSpec daemon) {
        return daemon.java().isEmpty() ? "java" : daemon.java();
    }

    /** Returns the same without what looks like a password. */
    DaemonWords masked() {
        return new DaemonWords(words.stream().map(JvmCommand::masked).toList());
    }

    /** Returns an argument for each word. */
    List<String> arguments() {
        String home = System.getProperty("user.home", "") + "/";
        return words.stream()
                .map(word -> isInHome(word) ? home + word.substring(HOME.length()) : word)
                .toList();
    }

    /** Returns a line for a POSIX shell. */
    public String line() {
        return words.stream()
                .map(word -> isInHome(word) ? word : Shell.quote(word))
                .collect(Collectors.joining(" "));
    }

    private static boolean isInHome(String word) {
        return word.equals(HOME + RunnableJar.name());
    }
}
