package io.mirai.launch.remote;

import io.mirai.daemon.shared.DaemonArguments;
import io.mirai.spi.DaemonSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The command that starts a daemon on a machine with nothing but a shell and a Java. What it reads comes by standard input, in this
 * order, and each part only after it was asked for: a program there may read more than its part.
 *
 * <pre>
 *   there: finds a Java 17 or newer, else says so and ends
 *   there: lacks the jar   ── {@link #NEEDS_JAR} ──►   here
 *          keeps it     ◄──── the jar ──────────────
 *   there: has the jar     ── {@link #READY} ───────►  here
 *          reads a line ◄──── the secret ───────────
 *   there: the daemon, which ends when standard input does
 * </pre>
 *
 * <p>The script has no quotation mark and no end of a line that a shell of another kind would take otherwise: the user's own shell reads
 * it first. Where no locale is set, as is usual without a terminal, a JVM would not read letters beyond ASCII among its arguments, so one is.
 * Standard input becomes descriptor 3, so that children of tasks do not wait for it.
 */
final class Bootstrap {

    static final String NEEDS_JAR = "mirai-needs-jar";
    static final String READY = "mirai-ready";

    /** The word that stands for the jar, whose place only the other machine knows. */
    private static final String JAR = "@jar";

    private static final String SCRIPT = String.join(
            " ",
            "unset h n j J o k m x w d f u p s a;", // exported ones would reach the daemon with what they are here
            "h=$1 n=$2 j=$3; shift 3;",
            "die() { echo \"$1\" >&2; exit 69; };",
            "v() { \"$1\" -version 2>&1 | sed -n \"s/.* version \\\"\\([0-9]*\\).*/\\1/p\"; };",
            "J= o= k= m=$j;",
            "if [ -z \"$j\" ]; then j=java k=${JAVA_HOME:+$JAVA_HOME/bin/java} m=\"java on the PATH, nor in JAVA_HOME\"; fi;",
            "for x in \"$j\" \"$k\"; do",
            "command -v \"$x\" >/dev/null 2>&1 || continue;",
            "w=$(v \"$x\");",
            "if [ \"${w:-0}\" -ge 17 ]; then J=$x; break; fi;",
            "o=\"$o; $x is of Java ${w:-(unknown)}\";",
            "done;",
            "[ -n \"$J\" ] || die \"there is no Java 17 or newer as $m$o: install one there,"
                    + " or say where it is by SshConfig.java(...)\";",
            "d=${XDG_CACHE_HOME:-$HOME/.cache}/mirai/daemons f=$d/$h.jar u=$(umask);",
            "umask 077;",
            "mkdir -p \"$d\" || die \"the daemon jar cannot be kept in $d\";",
            "if [ -f \"$f\" ] && [ \"$(wc -c <\"$f\")\" -eq \"$n\" ]; then touch \"$f\"; else",
            "find \"$d\" -name \"*.jar*\" -mtime +30 -exec rm -f {} +;",
            "p=$(mktemp \"$f.XXXXXX\" 2>/dev/null) || p=$f.$$;", // many machines may share this directory
            "printf \"\\n" + NEEDS_JAR + "\\n\";",
            "{ head -c \"$n\" >\"$p\" && [ \"$(wc -c <\"$p\")\" -eq \"$n\" ] && mv -f \"$p\" \"$f\"; } ||",
            "{ rm -f \"$p\"; die \"the daemon jar could not be kept in $d\"; };",
            "fi;",
            "printf \"\\n" + READY + "\\n\";",
            "IFS= read -r s || exit 69;",
            "for a do shift; [ \"$a\" = " + JAR + " ] && a=$f; set -- \"$@\" \"$a\"; done;",
            "umask \"$u\";",
            "[ -n \"${LC_ALL:-}${LC_CTYPE:-}${LANG:-}\" ] || export LANG=C.UTF-8;",
            "exec 3<&0 </dev/null;",
            "echo \"$s\" | \"$J\" \"$@\"");

    /** The pipe that ends with this host. */
    private static final String ENDS_WITH = DaemonArguments.ENDS_WITH + "=/dev/fd/3";

    private Bootstrap() {}

    /**
     * Makes the command, for the user's shell on the other machine.
     *
     * @param java the program with options; empty for one that is found there
     * @param endsWithHost whether the daemon ends with this host, however it goes
     */
    static String command(
            JarContent jar, List<String> java, String url, int slot, DaemonSpec daemon, boolean endsWithHost) {
        DaemonWords words = words(java, url, slot, daemon, endsWithHost);
        return command(SCRIPT, jar.hash(), jar.bytes(), words);
    }

    /** Makes the command as people are shown it. */
    static String shown(List<String> java, String url, int slot, DaemonSpec daemon) {
        return command("…", "…", 0, words(java, url, slot, daemon, true).masked());
    }

    private static DaemonWords words(List<String> java, String url, int slot, DaemonSpec daemon, boolean endsWithHost) {
        List<String> program = java.isEmpty() && daemon.java().isEmpty()
                ? List.of("")
                : java.isEmpty() ? List.of(daemon.java()) : java;
        List<String> more = new ArrayList<>(List.of(DaemonArguments.SLOT + "=" + slot));
        if (endsWithHost) {
            more.add(ENDS_WITH);
        }
        return DaemonWords.of(program, JAR, url, more, daemon);
    }

    private static String command(String script, String hash, long bytes, DaemonWords daemon) {
        List<String> words = new ArrayList<>(List.of("exec", "sh", "-c", script, "mirai", hash, Long.toString(bytes)));
        words.addAll(daemon.arguments());
        return words.stream().map(Shell::quote).collect(Collectors.joining(" "));
    }
}
