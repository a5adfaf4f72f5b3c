/**
 * What people read: the progress bar on a terminal, and values cut to a line. The doors are {@link
 * io.mirai.terminal.ProgressBar} and {@link io.mirai.terminal.Line}.
 *
 * <pre>
 *   a thread that waits for a map ──Progress──► ProgressBar ──a line──► Terminal, if standard error is one
 * </pre>
 */
@NullMarked
package io.mirai.terminal;

import org.jspecify.annotations.NullMarked;
