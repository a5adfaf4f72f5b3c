package io.mirai.launch;

import io.mirai.daemon.DaemonMain;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The command line of a daemon. It holds no secret, no heap size and no agent of the host.
 *
 * <p>The flags: SerialGC is the smallest and starts fastest; counted loops get safepoints, without which a loop
 * could hold up {@code halt} for many seconds; memory is shared out among the daemons of the machine; the last ones
 * keep the JVM from printing warnings about Netty's native code and memory access.
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

    private JvmCommand() {}

    /** The same command, with a file for the report of a crash, which would else lie in the user's directory. */
    static List<String> reportingTo(Path file, List<String> command) {
        List<String> reporting = new ArrayList<>(command);
        reporting.add(1, "-XX:ErrorFile=" + file);
        return reporting;
    }

    /** The command for this host's daemons. */
    static List<String> of(Path java, int daemons) {
        return of(
                java,
                Runtime.version().feature(),
                daemons,
                ManagementFactory.getRuntimeMXBean().getInputArguments(),
                DaemonClassPath.jars());
    }

    static List<String> of(Path java, int feature, int daemons, List<String> hostArguments, List<Path> classPath) {
        List<String> command = new ArrayList<>();
        command.add(java.toString());
        command.add("-XX:+UseSerialGC");
        command.add("-XX:+UseCountedLoopSafepoints");
        command.add("-XX:LoopStripMiningIter=1000");
        command.add("-XX:MaxRAMPercentage=" + Math.min(25.0, 75.0 / Math.max(1, daemons)));
        command.add("-Xshare:auto");
        if (feature >= NATIVE_ACCESS_SINCE) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        if (feature >= UNSAFE_ACCESS_SINCE) {
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        hostArguments.stream().filter(JvmCommand::isForwarded).forEach(command::add);
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
