package io.mirai;

import io.mirai.spi.CommandWords;
import io.mirai.spi.Launch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Starts daemons as jobs of a cluster, which may wait in its queue for as long as it takes. The host submits the jobs by the
 * cluster's own command, so it runs on a machine that has that, such as a login node. Home directories are shared: the {@code mirai}
 * directory in the user's cache ({@code $XDG_CACHE_HOME} or {@code ~/.cache}) has the runnable jar, and the secrets until the daemons
 * have read them, each in a file that only this user may read. The nodes need a Java 17 or newer. Immutable: every method returns a
 * changed copy.
 *
 * <pre>{@code
 * Daemons daemons = Daemons.builder()
 *         .url("tls+tcp://0.0.0.0:0")
 *         .remote(ClusterConfig.slurm("--array=1-100", "--mem=4G", "--time=02:00:00"))
 *         .start();
 * }</pre>
 *
 * <p>{@link Daemons.Builder#start} does not wait for jobs that are in the queue; their daemons take tasks when they come. The close of
 * the profile cancels all jobs. Its counterpart in R's mirai is {@code cluster_config()}.
 */
public final class ClusterConfig extends LaunchConfig {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String DIRECTIVE = "#SBATCH";

    private final Launch.BySlurm launch;
    private final int daemons;

    private ClusterConfig(Launch.BySlurm launch, int daemons) {
        this.launch = launch;
        this.daemons = daemons;
    }

    /**
     * Daemons by {@code sbatch} of Slurm. There is one, or one for each task of {@code --array=1-8}; {@code --array=1-8%2} runs two of them
     * at once. {@link Daemons.Builder#n} may ask for more. Those that are launched together are one array job. Its name is {@code
     * mirai-PROFILE}, and a minute before the time limit its daemons get a SIGTERM; options say otherwise.
     *
     * @param options as {@code sbatch} takes them: {@code "--mem=4G"}, or several in one text, as {@code "-p short"}. A text with lines
     *     {@code #SBATCH …} is the beginning of a batch script, whose other lines run before the daemon, as {@code module load java}
     * @throws IllegalArgumentException if the first is no option, or the tasks of an array cannot be counted
     */
    public static ClusterConfig slurm(String... options) {
        List<String> words = new ArrayList<>();
        List<String> script = new ArrayList<>();
        for (String option : options) {
            if (!option.contains(DIRECTIVE)) {
                words.addAll(CommandWords.ofArgument(option));
                continue;
            }
            for (String line : option.lines().map(String::strip).toList()) {
                if (line.startsWith(DIRECTIVE)) {
                    words.addAll(CommandWords.split(line.substring(DIRECTIVE.length())));
                } else if (!line.isEmpty()) {
                    script.add(line);
                }
            }
        }
        if (!words.isEmpty() && !words.get(0).startsWith("-")) {
            throw new IllegalArgumentException(Texts.noSlurmOption(words.get(0)));
        }
        JobArray array = JobArray.takeFrom(words);
        return new ClusterConfig(new Launch.BySlurm(words, script, array.atOnce(), List.of(), LIMIT), array.tasks());
    }

    /**
     * Sets the {@code java} on the nodes, which options may follow: {@code "/opt/jdk/bin/java -Xmx3g"}. By default it is that of {@link
     * DaemonOptions#java}, or {@code java}.
     *
     * @throws IllegalArgumentException if it is empty
     */
    @Override
    public ClusterConfig java(String java) {
        return with(program("java", java), launch.limit());
    }

    /**
     * Sets how long a daemon may take to dial in when its job runs; 60 s by default. The time in the queue does not count.
     *
     * @throws IllegalArgumentException if the limit is not positive
     */
    @Override
    public ClusterConfig timeout(Duration limit) {
        return with(launch.java(), Durations.positive("timeout", limit));
    }

    private ClusterConfig with(List<String> java, Duration limit) {
        return new ClusterConfig(
                new Launch.BySlurm(launch.options(), launch.script(), launch.atOnce(), java, limit), daemons);
    }

    /** Changes nothing: a batch script is for a shell always. */
    @Override
    public ClusterConfig quote(boolean forAShell) {
        return this;
    }

    @Override
    List<Launch> launches() {
        return Collections.nCopies(daemons, launch);
    }

    /** Shows the options. */
    @Override
    public String toString() {
        return "ClusterConfig[sbatch " + String.join(" ", launch.options()) + ", daemons=" + daemons + "]";
    }

    /**
     * The tasks of an array job.
     *
     * @param tasks how many there are
     * @param atOnce how many run at once; 0 if there is no limit
     */
    private record JobArray(int tasks, int atOnce) {

        private static final String LONG = "--array";
        private static final String SHORT = "-a";

        /** Takes the option out of these words; one task if it is not there. */
        static JobArray takeFrom(List<String> words) {
            JobArray array = new JobArray(1, 0);
            for (int i = 0; i < words.size(); i++) {
                String word = words.get(i);
                String value;
                if (word.equals(LONG) || word.equals(SHORT)) {
                    value = i + 1 < words.size() ? words.remove(i + 1) : "";
                } else if (word.startsWith(LONG + "=")) {
                    value = word.substring(LONG.length() + 1);
                } else if (word.startsWith(SHORT)) {
                    value = word.substring(SHORT.length());
                } else {
                    continue;
                }
                words.remove(i--);
                array = parse(value);
            }
            return array;
        }

        /** Counts the tasks of a text such as {@code 0-6:2,9%2}. */
        private static JobArray parse(String text) {
            try {
                int percent = text.indexOf('%');
                int atOnce = percent < 0 ? 0 : positive(text.substring(percent + 1));
                long tasks = 0;
                for (String part : (percent < 0 ? text : text.substring(0, percent)).split(",", -1)) {
                    String[] range = part.split("[-:]", -1);
                    int first = Integer.parseUnsignedInt(range[0]);
                    int last = range.length > 1 ? Integer.parseUnsignedInt(range[1]) : first;
                    int step = range.length > 2 ? positive(range[2]) : 1;
                    if (last < first || range.length > 3) {
                        throw new NumberFormatException(part);
                    }
                    tasks += (last - first) / step + 1L;
                }
                return new JobArray(Math.toIntExact(tasks), atOnce);
            } catch (NumberFormatException | ArithmeticException e) {
                throw new IllegalArgumentException(Texts.notAJobArray(text), e);
            }
        }

        private static int positive(String text) {
            int number = Integer.parseUnsignedInt(text);
            if (number < 1) {
                throw new NumberFormatException(text);
            }
            return number;
        }
    }
}
