/**
 * Classes of the daemon that use libraries of user code: each session has its own, see {@code InsideLoader}. The rest
 * of the daemon knows them by interfaces of the JDK.
 */
@NullMarked
package io.mirai.daemon.inside;

import org.jspecify.annotations.NullMarked;
