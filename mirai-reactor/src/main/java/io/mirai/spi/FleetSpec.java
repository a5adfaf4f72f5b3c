package io.mirai.spi;

import io.mirai.random.Mrg32k3a;

/**
 * What a profile asks of its fleet.
 *
 * @param profile the name of the profile, for thread names and messages
 * @param listening where daemons dial in that this host does not start
 * @param daemons how many daemons there are to be at first. Without a url they share this machine, which bounds the memory of each
 * @param maxResultBytes the longest result that is taken
 * @param allowed what results may contain where the daemon is not of this host
 * @param random where the streams of random numbers begin that its tasks have
 */
public record FleetSpec(
        String profile,
        Listening listening,
        int daemons,
        long maxResultBytes,
        ResultClasses allowed,
        Mrg32k3a random) {}
