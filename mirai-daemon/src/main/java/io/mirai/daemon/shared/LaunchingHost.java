package io.mirai.daemon.shared;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The host of a daemon that it has launched itself on this machine: its process, and the files that both read.
 *
 * @param directory the host's own, whose files nobody else deletes when the host was killed
 * @param process the id of its process
 * @param lock the file that it holds locked as long as it lives; null if it holds standard input open instead
 * @param session the file that lists the URLs of the host's class path, one a line
 * @param ledger the file of the {@link TaskLedger}, which the host has made
 * @param lastWords where to write why the daemon's process ends
 */
public record LaunchingHost(
        Path directory, long process, @Nullable Path lock, Path session, Path ledger, Path lastWords) {}
