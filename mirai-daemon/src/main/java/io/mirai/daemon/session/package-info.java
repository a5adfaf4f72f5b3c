/**
 * Where user code lives on a daemon: one class loader over the host's class path, which the whole JVM finds user code by.
 * The doors are {@link io.mirai.daemon.session.SessionClassLoader}, {@link io.mirai.daemon.session.SystemSession}, {@link
 * io.mirai.daemon.session.HostClasses} with its {@link io.mirai.daemon.session.CodeCache}, {@link
 * io.mirai.daemon.session.ReactorLog} and {@link io.mirai.daemon.session.OwnThreads}.
 *
 * <pre>
 *   user code ──► SessionClassLoader ── parent ──► FilteringParent ──► the API, reactor-core, the JDK
 *                         ├─ the host's class path
 *                         └─ HostClasses ──► KeptClasses: what came before it was needed
 *                                        └─► CodeFetch, CodeCache ──► the host
 * </pre>
 */
@NullMarked
package io.mirai.daemon.session;

import org.jspecify.annotations.NullMarked;
