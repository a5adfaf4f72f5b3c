/** What tests of several modules share: {@link io.mirai.testing.NoLeaks} watches every one of them. */
@NullMarked
package io.mirai.testing;

import org.jspecify.annotations.NullMarked;
