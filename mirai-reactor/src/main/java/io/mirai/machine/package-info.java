/**
 * What machines have and others lack, each with its second way: {@link io.mirai.machine.Machine} says what is here,
 * {@link io.mirai.machine.OwnFiles} keeps files to this user.
 */
@NullMarked
package io.mirai.machine;

import org.jspecify.annotations.NullMarked;
