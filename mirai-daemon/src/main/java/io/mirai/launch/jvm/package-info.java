/**
 * What the JVM of a daemon is started with: its program, its options, copies of the jars that are no files, and an archive of
 * classes. The doors are {@link io.mirai.launch.jvm.JvmCommand} with its {@link io.mirai.launch.jvm.JavaProgram}, {@link
 * io.mirai.launch.jvm.ClassArchives} and {@link io.mirai.launch.jvm.LongCommand}, and {@link io.mirai.launch.jvm.SessionClassPath} with its {@link
 * io.mirai.launch.jvm.JarCopies} and {@link io.mirai.launch.jvm.JarCache}.
 *
 * <pre>
 *   this JVM ── HostOptions, OpenPackages, HostLocation, DaemonClassPath ──► JvmCommand
 *   JavaProgram, the flags, the jars ── ClassArchives ──► ClassArchive ──► JvmCommand
 *   class loaders ── LoaderPaths, CodeLocation ──► SessionClassPath
 *                               └── JarCopies ──► JarCache
 * </pre>
 */
@NullMarked
package io.mirai.launch.jvm;

import org.jspecify.annotations.NullMarked;
