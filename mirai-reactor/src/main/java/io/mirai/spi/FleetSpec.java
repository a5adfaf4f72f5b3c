package io.mirai.spi;

/**
 * What a profile asks of its fleet.
 *
 * @param profile the name of the profile, for thread names and messages
 * @param daemons how many local daemons share this machine at first; bounds the memory of each
 * @param threads how many tasks each daemon runs at once
 */
public record FleetSpec(String profile, int daemons, int threads) {}
