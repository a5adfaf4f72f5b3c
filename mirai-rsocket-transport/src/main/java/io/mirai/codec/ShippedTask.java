package io.mirai.codec;

import io.mirai.Task;
import java.util.Map;

/**
 * A task as it arrived on a daemon.
 *
 * @param task what to call
 * @param values its named values
 * @param home where its code lives
 */
public record ShippedTask(Task<?> task, Map<String, Object> values, Home home) {}
