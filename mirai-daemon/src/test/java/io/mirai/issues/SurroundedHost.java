package io.mirai.issues;

import io.mirai.DaemonOptions;
import io.mirai.Daemons;
import io.mirai.Mirai;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A host that handles SIGINT by itself. Its task waits for a file; a child of its task has SIGINT as it was before.
 * Prints {@code ready}, {@code caught} for each signal, then the value of the task.
 */
final class SurroundedHost {

    private SurroundedHost() {}

    public static void main(String[] args) throws Exception {
        String go = args[0];
        handleInterrupts();
        try (Daemons daemons = Daemons.builder().n(2).start()) {
            Mirai<String> waits = daemons.mirai(() -> {
                Process child = new ProcessBuilder("sleep", "600").start();
                Files.createFile(Path.of(go + ".begun"));
                while (!Files.exists(Path.of(go))) {
                    TimeUnit.MILLISECONDS.sleep(5);
                }
                return "child ended with " + child.waitFor();
            });
            while (!Files.exists(Path.of(go + ".begun"))) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
            System.out.println("ready");
            System.out.println(waits.collect());
        }
        try (Daemons daemons = Daemons.builder()
                .n(1)
                .daemon(DaemonOptions.none().autoExit("SIGINT"))
                .start()) {
            System.out.println(
                    "then " + daemons.mirai(() -> ProcessHandle.current().pid()).collect());
            TimeUnit.DAYS.sleep(1);
        }
    }

    private static void handleInterrupts() throws Exception {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        Object printing = Proxy.newProxyInstance(
                SurroundedHost.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                    System.out.println("caught");
                    return null;
                });
        Method handle = signal.getMethod("handle", signal, handler);
        handle.invoke(null, signal.getConstructor(String.class).newInstance("INT"), printing);
    }
}
