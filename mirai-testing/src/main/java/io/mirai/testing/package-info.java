/**
 * What the tests of all modules share: {@link io.mirai.testing.NoLeaks} watches every one of them. Never published.
 *
 * <pre>
 *   NoLeaks ─ JUnit calls it ─► Watch ─► Footprint   threads, descriptors, children, files
 *                                    └─► Dropped     buffers, errors
 * </pre>
 */
@NullMarked
package io.mirai.testing;

import org.jspecify.annotations.NullMarked;
