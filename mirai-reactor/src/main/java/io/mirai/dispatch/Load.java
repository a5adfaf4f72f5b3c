package io.mirai.dispatch;

import org.jspecify.annotations.Nullable;

/**
 * How much a profile had to do at one moment, and with how many daemons.
 *
 * @param noDaemon why no daemon can be had; null while one is there or none has failed
 */
record Load(long queued, long executing, int online, @Nullable String noDaemon) {}
