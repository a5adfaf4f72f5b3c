/**
 * Many tasks of one function: the elements of a map, and what every daemon runs. A million elements cost a reference
 * each; a promise is there only for those that are under way.
 *
 * <pre>
 *   elements ──MapFeed──► task.Submission of those that are wanted ──outcome──► MapResults ──► MapView, MapWaiter
 *   upstream ──FluxLazyMap──► task.Submission of those that are asked for ──────────────────► subscriber
 * </pre>
 *
 * <p>The doors are {@link io.mirai.map.Mapper}, which makes a map, and {@link io.mirai.map.MapResults}, what has come of it.
 */
@NullMarked
package io.mirai.map;

import org.jspecify.annotations.NullMarked;
