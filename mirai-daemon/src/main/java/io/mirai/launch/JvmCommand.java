package io.mirai.launch;

import io.mirai.daemon.DaemonMain;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TimeZone;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The command line of a daemon. It holds no secret, no heap size and no agent of the host.
 *
 * <p>The flags: SerialGC is the smallest and starts fastest; counted loops get safepoints, without which a loop
 * could hold up {@code halt} for many seconds; memory is shared out among the daemons of the machine; what the JVM has
 * to say goes to standard error, which the host keeps, also the reason why it cannot start; the last ones keep it from
 * printing warnings about Netty's native code and memory access.
 */
final class JvmCommand {

    private static final int NATIVE_ACCESS_SINCE = 22;
    private static final int UNSAFE_ACCESS_SINCE = 23;
    private static final List<String> FORWARDED = List.of(
            "--enable-preview",
            "--add-opens",
            "--add-modules",
            "-ea",
            "-enableassertions",
            "-da",
            "-disableassertions",
            "-esa",
            "-enablesystemassertions");

    private static final String COLLECTOR = "-XX:+UseSerialGC";
    private static final Set<String> COLLECTORS = Set.of(
            COLLECTOR,
            "-XX:+UseParallelGC",
            "-XX:+UseG1GC",
            "-XX:+UseZGC",
            "-XX:+UseShenandoahGC",
            "-XX:+UseEpsilonGC");

    private JvmCommand() {}

    /**
     * The same command for one daemon.
     *
     * @param daemons how many share the machine's memory, this one included
     * @param crash the file for the report of a crash, which would else lie in the user's directory
     * @param arguments what the user wants of the JVM; they stand last among its options, where they win
     */
    static List<String> forDaemon(List<String> command, int daemons, Path crash, List<String> arguments) {
        List<String> line = new ArrayList<>(command);
        line.add(1, "-XX:MaxRAMPercentage=" + Math.min(25.0, 75.0 / daemons));
        line.add(1, "-XX:ErrorFile=" + crash);
        if (arguments.stream().anyMatch(COLLECTORS::contains)) {
            line.remove(COLLECTOR); // a JVM that is told to use two does not start
        }
        line.addAll(line.lastIndexOf("-cp"), arguments);
        return line;
    }

    /** The command for this host's daemons. */
    static List<String> of(Path java) {
        return of(java, Runtime.version().feature(), hostArguments(), DaemonClassPath.jars());
    }

    /** Without them daemons may mean something else, but they start: where the JDK cannot tell, nobody can. */
    private static List<String> hostArguments() {
        try {
            return ManagementFactory.getRuntimeMXBean().getInputArguments();
        } catch (LinkageError | RuntimeException e) {
            // So the JDK 17 fails in a directory whose name the host's language has no letters for.
            return List.of();
        }
    }

    static List<String> of(Path java, int feature, List<String> hostArguments, List<Path> classPath) {
        List<String> command = new ArrayList<>();
        command.add(java.toString());
        command.add(COLLECTOR);
        command.add("-XX:+UseCountedLoopSafepoints");
        command.add("-XX:LoopStripMiningIter=1000");
        command.add("-Xshare:auto");
        command.add("-XX:+DisplayVMOutputToStderr");
        if (feature >= NATIVE_ACCESS_SINCE) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        if (feature >= UNSAFE_ACCESS_SINCE) {
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        hostArguments.stream()
                .filter(JvmCommand::isForwarded)
                .flatMap(ModuleOptions::forDaemon)
                .forEach(command::add);
        addPlace(command);
        command.add("-cp");
        command.add(classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        command.add(DaemonMain.class.getName());
        return command;
    }

    /** Encoding, language and time zone, as they are in the host now. */
    private static void addPlace(List<String> command) {
        Locale locale = Locale.getDefault();
        addProperty(command, "file.encoding", System.getProperty("file.encoding"));
        addProperty(command, "user.language", locale.getLanguage());
        addProperty(command, "user.country", locale.getCountry());
        addProperty(command, "user.timezone", TimeZone.getDefault().getID());
    }

    private static void addProperty(List<String> command, String key, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            command.add("-D" + key + "=" + value);
        }
    }

    private static boolean isForwarded(String argument) {
        return FORWARDED.stream()
                .anyMatch(option -> argument.equals(option)
                        || argument.startsWith(option + "=")
                        || argument.startsWith(option + ":"));
    }
}
