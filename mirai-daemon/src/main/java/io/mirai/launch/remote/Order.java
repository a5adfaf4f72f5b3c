package io.mirai.launch.remote;

import io.mirai.spi.DaemonSpec;
import io.mirai.transport.link.Secret;

/**
 * The daemon that a launcher is to start.
 *
 * @param slot the slot that it takes
 * @param instance which daemon of the slot it is
 * @param daemon how it is started, and how it runs
 * @param secret by which it dials in
 */
record Order(int slot, int instance, DaemonSpec daemon, Secret secret) {}
