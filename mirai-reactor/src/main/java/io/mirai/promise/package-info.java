/**
 * The promise-like value itself: the outcome of one task, the views that wait for it, and the thread on which they are signalled.
 * It knows neither how a task is carried nor where it runs.
 *
 * <pre>
 *   outcome ──tryResolve──► Promise ──onResolved──► View: PromiseSubscription, Waiter, MonoRace
 *                                                     └── OutcomePublisher ──signal──► subscriber
 * </pre>
 *
 * <p>The doors are {@link io.mirai.promise.Promise} and {@link io.mirai.promise.OutcomePublisher}; {@link
 * io.mirai.promise.DrainSubscription} is the base of all subscriptions to many values.
 */
@NullMarked
package io.mirai.promise;

import org.jspecify.annotations.NullMarked;
