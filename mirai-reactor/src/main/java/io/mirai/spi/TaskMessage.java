package io.mirai.spi;

/**
 * One task as it goes over a link.
 *
 * @param id the id of the task in its host
 * @param sequence its number in the order of sending on its link, from 1
 * @param seat which of the link's seats it has until its ending, from 0; the start ledger has a word for each
 * @param attempt which attempt at the task this is, from 1
 * @param stream which stream of its profile's random numbers the task has, from 1
 * @param name what the user called it; empty if nothing
 * @param work what is to be done with the body
 * @param body the encoded task, or the element that a function is applied to
 */
public record TaskMessage(
        long id, long sequence, int seat, int attempt, long stream, String name, Work work, Body body) {}
