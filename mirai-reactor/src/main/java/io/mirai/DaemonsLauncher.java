package io.mirai;

import io.mirai.dispatch.Dispatcher;
import io.mirai.spi.DaemonSpec;
import java.util.List;

/** Starts more daemons of a profile; {@link Daemons} is its public name. Thread-safe. */
abstract sealed class DaemonsLauncher permits Daemons {

    private final DaemonOptions options;
    private final Dispatcher dispatcher;

    /** Launches daemons, which run by these options where the user says nothing else. */
    DaemonsLauncher(DaemonOptions options, Dispatcher dispatcher) {
        this.options = options;
        this.dispatcher = dispatcher;
    }

    /**
     * Starts more daemons on this machine, with the options of {@link Daemons.Builder#daemon}, and returns at once. They take tasks when they
     * have dialled in, and are replaced like the others. If a daemon cannot be started five times in a row, its slot gives up:
     * {@link DaemonStatus#problem} says why, and the next launch tries that slot again. The profile fails when no slot is left.
     *
     * @param n how many, at least 1
     * @return how many were started
     * @throws IllegalArgumentException if n is less than 1
     * @throws IllegalStateException if the profile is closed, or has too many daemons for one inside a daemon
     */
    public int launchLocal(int n) {
        return launchLocal(n, options);
    }

    /** Starts more daemons on this machine, and returns at once. See {@link #launchLocal(int)}. */
    public int launchLocal(int n, DaemonOptions options) {
        dispatcher.add(DaemonsBuilder.requirePositive(n), options.spec());
        return n;
    }

    /**
     * Returns lines for a shell on another machine that start a daemon each, which dials in at the {@link Daemons.Builder#url}. That machine
     * needs a Java 17 or newer, and {@code mirai-daemon-…-all.jar} where the line says. A line begins with a space, with which many shells
     * keep it out of their history, and has the secret: treat it as a password. Without {@link Daemons.Builder#token} all have the same secret,
     * and each may start any number of daemons; with it they are for the first slots without a daemon, in order.
     *
     * @throws IllegalArgumentException if n is less than 1, or the daemons are to have a class path
     * @throws IllegalStateException if the profile is closed, or has no url
     */
    public List<String> launchCommands(int n) {
        return launchCommands(n, options);
    }

    /** Returns lines that start daemons with options of their own. See {@link #launchCommands(int)}. */
    public List<String> launchCommands(int n, DaemonOptions options) {
        return dispatcher.commands(DaemonsBuilder.requirePositive(n), options.spec());
    }

    /**
     * Starts daemons on other machines, with the options of {@link Daemons.Builder#daemon}, and returns at once. They take tasks when they have
     * dialled in at the {@link Daemons.Builder#url}, and are replaced like those of {@link #launchLocal(int)}.
     *
     * @return the commands that are run, without the secrets
     * @throws IllegalArgumentException if the daemons are to have a class path
     * @throws IllegalStateException if the profile is closed, or has no url
     */
    public List<String> launchRemote(RemoteConfig config) {
        return launchRemote(config, options);
    }

    /** Starts daemons on other machines, and returns at once. See {@link #launchRemote(RemoteConfig)}. */
    public List<String> launchRemote(RemoteConfig config, DaemonOptions options) {
        return dispatcher.launch(LaunchConfig.daemons(config, options.spec()));
    }

    /** Starts one daemon on another machine, for a slot that has none. */
    List<String> launchRemoteIn(int slot, RemoteConfig config) {
        List<DaemonSpec> daemons = LaunchConfig.daemons(config, options.spec());
        if (daemons.size() != 1) {
            throw new IllegalArgumentException(Texts.oneNodeBySeveral(daemons.size()));
        }
        return dispatcher.launchIn(slot, daemons.get(0));
    }
}
