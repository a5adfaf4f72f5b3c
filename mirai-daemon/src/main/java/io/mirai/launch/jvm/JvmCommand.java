package io.mirai.launch.jvm;

import io.mirai.daemon.DaemonMain;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The command line of one daemon. It holds no secret of ours, no heap size and no agent of the host.
 *
 * <p>The flags: SerialGC is the smallest and starts fastest; counted loops get safepoints, without which a loop
 * could hold up {@code halt} for many seconds; memory is shared out among the daemons of the machine; what the JVM has
 * to say goes to standard error, which the host keeps, also the reason why it cannot start; the last ones keep it from
 * printing warnings about Netty's native code and memory access. Then comes what the host has, and last, where they win,
 * the options that the user has given for daemons.
 *
 * <p>The host's system properties stand in a file, which only this user may read: they may hold a password, and the host
 * may have them from its environment.
 *
 * @param words the program and its arguments
 * @param shown the same for an error: whole, but for what looks like a password
 * @param mayStandStill whether the user's options start a debugger, which may stop it
 */
public record JvmCommand(List<String> words, String shown, boolean mayStandStill) {

    private static final int NATIVE_ACCESS_SINCE = 22;
    private static final int UNSAFE_ACCESS_SINCE = 23;

    private static final Pattern SECRET = Pattern.compile(
            "(?i)((?:-D[^=]*(?:password|passwd|secret|token|credential|api.?key)[^=]*|-javaagent:[^=]*)=).*",
            Pattern.DOTALL);

    private static final String COLLECTOR = "-XX:+UseSerialGC";
    private static final Pattern COLLECTORS = Pattern.compile(
            "(-XX:)?\\+?Use(Serial|Parallel|ParallelOld|G1|Z|Shenandoah|Epsilon|ConcMarkSweep)GC(=true)?");

    /** Options that name a file with more of them. */
    private static final List<String> WITH_FILE = List.of("-XX:Flags=", "-XX:VMOptionsFile=");

    /**
     * Makes the command.
     *
     * @param java the program
     * @param daemons how many share the machine's memory, this one included
     * @param crash the file for the report of a crash, which would else lie in the user's directory
     * @param archive what has the JVM use an archive of classes
     * @param properties the file for the host's system properties, which is written if it is needed and not there
     * @param arguments what the user wants of the JVM
     */
    public static JvmCommand of(
            JavaProgram java,
            int daemons,
            Path crash,
            Host host,
            List<String> archive,
            Path properties,
            List<String> arguments)
            throws IOException {
        List<String> before = new ArrayList<>(List.of(java.executable(), "-XX:ErrorFile=" + crash));
        if (!nameCollector(arguments)) {
            before.add(COLLECTOR); // a JVM that is told to use two does not start
        }
        before.add("-XX:+UseCountedLoopSafepoints");
        before.add("-XX:LoopStripMiningIter=1000");
        before.add("-XX:MaxRAMPercentage=" + Math.min(25.0, 75.0 / daemons));
        before.add("-XX:+DisplayVMOutputToStderr");
        if (java.feature() >= NATIVE_ACCESS_SINCE) {
            before.add("--enable-native-access=ALL-UNNAMED");
        }
        if (java.feature() >= UNSAFE_ACCESS_SINCE) {
            before.add("--sun-misc-unsafe-memory-access=allow");
        }
        before.addAll(host.options().passed());
        before.addAll(host.opened());
        before.addAll(archive);
        List<String> after = new ArrayList<>(host.location());
        after.addAll(arguments);
        after.add("-cp");
        after.add(host.classPath().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        after.add(DaemonMain.class.getName());

        List<String> given = host.options().properties();
        List<String> file = given.isEmpty() ? List.of() : List.of("@" + properties);
        if (!given.isEmpty() && !Files.exists(properties)) {
            ArgumentFile.write(properties, given);
        }
        List<String> words =
                Stream.of(before, file, after).flatMap(List::stream).toList();
        List<String> whole =
                Stream.of(before, given, after).flatMap(List::stream).toList();
        String command = "command: " + join(whole);
        List<String> away = host.options().away();
        String shown = away.isEmpty() ? command : Texts.notPassed(join(away)) + "\n" + command;
        return new JvmCommand(words, shown, Debugger.mayStop(arguments));
    }

    /**
     * What daemons have of this JVM.
     *
     * @param options its own options
     * @param opened what opens packages of the JDK as they are open here
     * @param location where it is in the world
     * @param classPath the jars of ours that a daemon needs
     */
    public record Host(HostOptions options, List<String> opened, List<String> location, List<Path> classPath) {

        public static Host ofThisJvm(JarCopies copies) throws IOException {
            return new Host(
                    HostOptions.ofThisJvm(),
                    OpenPackages.options(),
                    HostLocation.options(),
                    DaemonClassPath.jars(copies));
        }

        /** Whether nobody has deleted a copy since. */
        public boolean isWhole() {
            return classPath.stream().allMatch(Files::exists);
        }
    }

    /** Whether they choose how the JVM collects garbage. */
    static boolean nameCollector(List<String> arguments) {
        return arguments.stream()
                .flatMap(JvmCommand::withThoseOfItsFile)
                .anyMatch(argument -> COLLECTORS.matcher(argument).matches());
    }

    private static Stream<String> withThoseOfItsFile(String argument) {
        for (String option : WITH_FILE) {
            if (argument.startsWith(option)) {
                try {
                    String file = Files.readString(Path.of(argument.substring(option.length())));
                    return Stream.of(file.split("\\s+", -1));
                } catch (IOException | RuntimeException e) {
                    return Stream.empty(); // the JVM says what is wrong with it
                }
            }
        }
        return Stream.of(argument);
    }

    private static String join(List<String> arguments) {
        return arguments.stream().map(JvmCommand::masked).collect(Collectors.joining(" "));
    }

    /** Returns an argument without what looks like a password. */
    public static String masked(String argument) {
        return SECRET.matcher(argument).replaceFirst("$1***");
    }
}
