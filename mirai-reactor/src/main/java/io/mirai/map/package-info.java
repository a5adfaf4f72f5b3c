/**
 * Many tasks of one function: the elements of a map, and the results of setup tasks. A million elements cost a reference each;
 * only those that are under way have a promise.
 *
 * <pre>
 *   elements ──MapFeed──► task.Submission of those that are wanted ──outcome──► MapResults ──► MapView, MapWaiter
 *   upstream ──FluxLazyMap──► task.Submission of those that are asked for ──────────────────► subscriber
 * </pre>
 *
 * <p>The doors are {@link io.mirai.map.Mapper}, which makes a map, and {@link io.mirai.map.MapResults}, its outcomes so far.
 */
@NullMarked
package io.mirai.map;

import org.jspecify.annotations.NullMarked;
