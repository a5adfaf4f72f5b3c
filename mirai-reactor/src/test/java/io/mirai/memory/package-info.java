/**
 * The door's second user: a backend without processes or sockets, whose every step is taken when a test
 * says so. {@link io.mirai.memory.InMemoryBackend} is the way in.
 */
@NullMarked
package io.mirai.memory;

import org.jspecify.annotations.NullMarked;
