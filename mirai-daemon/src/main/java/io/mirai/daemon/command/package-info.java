/**
 * The command line of the runnable jar: it reads arguments and the secret, and runs a daemon that no host has launched. The
 * door is {@link io.mirai.daemon.command.Main}, the program; all but this package does without picocli.
 *
 * <pre>
 *   arguments ──────────────► DaemonCommand ──► DaemonConfig ──► DaemonMain
 *   file, variable, stdin ──► SecretSource ─┘
 * </pre>
 */
@NullMarked
package io.mirai.daemon.command;

import org.jspecify.annotations.NullMarked;
