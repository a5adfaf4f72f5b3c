/**
 * Programs to run and to read first. Each main class is a door: {@code ./mvnw -q compile -Dsample=} and its
 * name.
 */
@NullMarked
package io.mirai.samples;

import org.jspecify.annotations.NullMarked;
