/** Runs the races of this module. */
@NullMarked
package io.mirai.races;

import org.jspecify.annotations.NullMarked;
