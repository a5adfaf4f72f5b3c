package io.mirai.dispatch;

import org.jspecify.annotations.Nullable;

/**
 * Says how much a profile had to do at one moment, and with how many daemons.
 *
 * @param noDaemon why no daemon could be launched; null while one is there or none has failed
 */
record Load(long queued, long executing, int online, @Nullable String noDaemon) {}
