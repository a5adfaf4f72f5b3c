/** Runs the projects under {@code src/it}, which Maven has built out of a staged repository. */
@NullMarked
package io.mirai.consumers;

import org.jspecify.annotations.NullMarked;
