package io.mirai;

import java.time.Duration;
import java.util.Optional;

/**
 * How far a map has come. Immutable.
 *
 * @param done how many elements are resolved, failures included
 * @param failed how many of those failed; stopped ones are failures
 * @param total how many elements there are
 * @param rate elements a second, since the map was submitted
 * @param eta how long the rest will take at that rate; empty while no element is done
 */
public record Progress(long done, long failed, long total, double rate, Optional<Duration> eta) {}
