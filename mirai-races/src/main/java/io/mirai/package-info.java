/**
 * Races for the compare-and-set of {@link io.mirai.Mirai}: every two of what may end a task, and whoever
 * subscribes or leaves meanwhile. In this package, on the class path, for what is package-private there.
 */
@NullMarked
package io.mirai;

import org.jspecify.annotations.NullMarked;
