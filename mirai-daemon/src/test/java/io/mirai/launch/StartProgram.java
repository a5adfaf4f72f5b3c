package io.mirai.launch;

import io.mirai.Daemons;

/** A host that starts one daemon. Prints what came of it. */
final class StartProgram {

    private StartProgram() {}

    public static void main(String[] args) {
        System.out.println(attempt());
        System.out.println("children " + ProcessHandle.current().children().count());
    }

    static String attempt() {
        try (Daemons daemons = Daemons.local(1)) {
            return "value " + daemons.mirai(() -> 42).collect();
        } catch (IllegalStateException e) {
            return "failed: " + e.getMessage();
        }
    }
}
