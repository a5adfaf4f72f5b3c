package io.mirai;

import io.mirai.spi.CommandWords;
import io.mirai.spi.DaemonSpec;
import io.mirai.spi.Launch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** What each {@link RemoteConfig} has for the profile. */
abstract sealed class LaunchConfig implements RemoteConfig permits LaunchConfig.OfCommand, SshConfig, ClusterConfig {

    LaunchConfig() {}

    /** Returns how each of its daemons is launched. */
    abstract List<Launch> launches();

    /**
     * Returns the daemons that a configuration launches.
     *
     * @throws IllegalArgumentException if they are to have a class path
     */
    static List<DaemonSpec> daemons(RemoteConfig config, DaemonSpec daemon) {
        daemon.checkElsewhere();
        return ((LaunchConfig) config)
                .launches().stream().map(daemon::withLaunch).toList();
    }

    /** Returns so many daemons, which it launches in turn. */
    static List<DaemonSpec> daemons(RemoteConfig config, DaemonSpec daemon, int number) {
        List<DaemonSpec> each = daemons(config, daemon);
        if (number < each.size()) {
            throw new IllegalArgumentException(Texts.fewerThanLaunches(number, each.size()));
        }
        return IntStream.range(0, number)
                .mapToObj(index -> each.get(index % each.size()))
                .toList();
    }

    /** Returns the words of a program with options. */
    static List<String> program(String what, String line) {
        List<String> words = CommandWords.split(line);
        if (words.isEmpty()) {
            throw new IllegalArgumentException(Texts.emptyProgram(what));
        }
        return words;
    }

    /** Daemons by a command of the user. */
    static final class OfCommand extends LaunchConfig {

        private static final Duration LIMIT = Duration.ofSeconds(30);

        private final List<Launch.ByCommand> launches;

        private OfCommand(List<Launch.ByCommand> launches) {
            this.launches = launches;
        }

        static OfCommand of(String command, List<List<String>> arguments) {
            if (command.isBlank()) {
                throw new IllegalArgumentException(Texts.noCommand());
            }
            if (arguments.isEmpty()) {
                throw new IllegalArgumentException(Texts.noLaunches(command));
            }
            List<Launch.ByCommand> launches = new ArrayList<>();
            for (List<String> each : arguments) {
                List<String> words = each.stream()
                        .flatMap(argument -> CommandWords.ofArgument(argument).stream())
                        .toList();
                if (!words.contains(Launch.ByCommand.DAEMON)) {
                    throw new IllegalArgumentException(Texts.noPlaceForDaemon(command, each));
                }
                launches.add(new Launch.ByCommand(command, words, false, List.of(), LIMIT));
            }
            return new OfCommand(launches);
        }

        private OfCommand with(UnaryOperator<Launch.ByCommand> change) {
            return new OfCommand(launches.stream().map(change).toList());
        }

        @Override
        List<Launch> launches() {
            return List.copyOf(launches);
        }

        @Override
        public RemoteConfig quote(boolean forAShell) {
            return with(each ->
                    new Launch.ByCommand(each.program(), each.arguments(), forAShell, each.java(), each.limit()));
        }

        @Override
        public RemoteConfig java(String java) {
            List<String> words = program("java", java);
            return with(
                    each -> new Launch.ByCommand(each.program(), each.arguments(), each.quoted(), words, each.limit()));
        }

        @Override
        public RemoteConfig timeout(Duration limit) {
            Duration positive = Durations.positive("timeout", limit);
            return with(each ->
                    new Launch.ByCommand(each.program(), each.arguments(), each.quoted(), each.java(), positive));
        }

        /** Shows the commands. */
        @Override
        public String toString() {
            return "RemoteConfig"
                    + launches.stream()
                            .map(each -> each.program() + " " + String.join(" ", each.arguments()))
                            .toList();
        }
    }
}
