package io.mirai.launch;

import io.mirai.Daemons;
import io.mirai.Mirai;

/** A host whose daemon is killed and replaced. Prints its process id, what came of its tasks, and what it leaves. */
final class FirstProcess {

    private FirstProcess() {}

    public static void main(String[] args) {
        System.out.println(ProcessHandle.current().pid());
        try (Daemons daemons = Daemons.local(1)) {
            System.out.println(daemons.mirai(() -> 42).collect());
            Mirai<Object> killed = daemons.mirai(() -> {
                new ProcessBuilder("sleep", "600").start();
                long self = ProcessHandle.current().pid();
                return new ProcessBuilder("kill", "-9", Long.toString(self))
                        .start()
                        .waitFor();
            });
            System.out.println(killed.call().data());
            System.out.println(daemons.mirai(() -> 43).collect());
        }
        System.out.println("daemons "
                + ProcessHandle.current()
                        .children()
                        .filter(child -> child.info()
                                .command()
                                .filter(command -> command.endsWith("java"))
                                .isPresent())
                        .count());
    }
}
