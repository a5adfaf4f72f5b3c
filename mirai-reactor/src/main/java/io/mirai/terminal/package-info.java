/**
 * The progress bar, for people who look at a terminal. The door is {@link io.mirai.terminal.ProgressBar}.
 *
 * <pre>
 *   a thread that waits for a map ──Progress──► ProgressBar ──a line──► Terminal, if standard error is one
 * </pre>
 */
@NullMarked
package io.mirai.terminal;

import org.jspecify.annotations.NullMarked;
