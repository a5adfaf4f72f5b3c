package io.mirai;

import java.io.Serializable;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Code that a daemon evaluates to one value. A lambda is enough; what it captures is copied at the
 * call that submits it.
 *
 * @param <T> the type of the value
 */
@FunctionalInterface
public interface Task<T extends @Nullable Object> extends Callable<T>, Serializable {}
