package io.mirai.launch.remote;

import io.mirai.daemon.shared.DaemonArguments;
import io.mirai.launch.jvm.JvmCommand;
import io.mirai.spi.DaemonSpec;
import io.mirai.spi.Launch;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Starts daemons by commands of the user, and gives the secret to their standard input. */
final class CommandLauncher implements Launcher {

    private final Supplier<String> url;
    private final ScheduledExecutorService launches;

    /**
     * Starts nothing yet.
     *
     * @param url where daemons dial in
     * @param launches the thread of the launches
     */
    CommandLauncher(Supplier<String> url, ScheduledExecutorService launches) {
        this.url = url;
        this.launches = launches;
    }

    @Override
    public String line(int slot, DaemonSpec daemon) {
        Launch.ByCommand launch = launch(daemon);
        return Shell.line(command(launch, words(slot, daemon, launch).masked(), JvmCommand::masked));
    }

    @Override
    public String machine(DaemonSpec daemon) {
        return "";
    }

    @Override
    public Launched start(Order order, Attempt attempt) throws IOException {
        Launch.ByCommand launch = launch(order.daemon());
        LauncherProcess process = LauncherProcess.start(
                command(launch, words(order.slot(), order.daemon(), launch), UnaryOperator.identity()),
                attempt,
                line -> {},
                launches);
        attempt.within(launch.limit());
        try (OutputStream input = process.input()) {
            // Far smaller than a pipe's buffer, so this does not wait for the process to read.
            input.write((order.secret().text() + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // It does not read. If its daemon should, that says so.
        }
        return process;
    }

    private DaemonWords words(int slot, DaemonSpec daemon, Launch.ByCommand launch) {
        return DaemonWords.of(launch.java(), url.get(), List.of(DaemonArguments.SLOT + "=" + slot), daemon);
    }

    private static List<String> command(Launch.ByCommand launch, DaemonWords daemon, UnaryOperator<String> own) {
        List<String> command = new ArrayList<>(List.of(launch.program()));
        for (String argument : launch.arguments()) {
            if (!argument.equals(Launch.ByCommand.DAEMON)) {
                command.add(own.apply(argument));
            } else if (launch.quoted()) {
                command.add(daemon.line());
            } else {
                command.addAll(daemon.arguments());
            }
        }
        return command;
    }

    private static Launch.ByCommand launch(DaemonSpec daemon) {
        return (Launch.ByCommand) daemon.launch();
    }
}
