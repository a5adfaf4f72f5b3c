/**
 * Code typed into jshell: which of its variables a task will read. The doors are {@link
 * io.mirai.codec.snippet.SnippetCode}, for one task, and {@link io.mirai.codec.snippet.ClassCodes}, which keeps what was
 * read of each class for the next.
 *
 * <pre>
 *   jshell&gt; int x = 5            class REPL.$JShell$11 { public static int x; }
 *   jshell&gt; mirai(() -&gt; x * 10)  class REPL.$JShell$12 { … lambda$do_it$$0() { getstatic REPL.$JShell$11.x … } }
 * </pre>
 */
@NullMarked
package io.mirai.codec.snippet;

import org.jspecify.annotations.NullMarked;
