package io.mirai.spi;

/**
 * The function of a map, encoded once: a link sends it to its daemon with the first task that applies it.
 *
 * @param id a number of its own, that no task has
 * @param body the encoded function
 */
public record SharedFunction(long id, Body body) {}
