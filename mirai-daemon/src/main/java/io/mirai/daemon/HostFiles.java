package io.mirai.daemon;

import io.mirai.daemon.session.CodeCache;
import io.mirai.daemon.shared.DaemonConfig;
import io.mirai.daemon.shared.LaunchingHost;
import io.mirai.daemon.shared.TaskLedger;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/**
 * What a daemon shares with its host by files. With a host on another machine it shares nothing: nobody reads its ledger, all
 * classes come over the link, and long ones stay in the user's cache.
 *
 * @param ledger says which tasks have begun
 * @param cache keeps code of the host that is long
 * @param classPath the URLs of the host's classes
 */
record HostFiles(TaskLedger ledger, CodeCache cache, List<String> classPath) {

    static HostFiles of(DaemonConfig config) throws IOException {
        LaunchingHost launcher = config.launcher();
        if (launcher == null) {
            return new HostFiles(TaskLedger.unread(config.threads()), CodeCache.ofUser(), List.of());
        }
        return new HostFiles(
                TaskLedger.map(launcher.ledger(), config.threads()),
                CodeCache.in(launcher.directory()),
                Files.readAllLines(launcher.session()));
    }
}
