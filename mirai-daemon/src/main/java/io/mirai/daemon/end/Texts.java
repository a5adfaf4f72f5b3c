package io.mirai.daemon.end;

import java.util.List;

/** Every message of this package that a user may read: what failed, on what, and what to do. */
final class Texts {

    private Texts() {}

    /** A line on a standard error that others write to as well. */
    static String ours(String line) {
        return "mirai daemon: " + line;
    }

    static String broken(Throwable cause) {
        return ours("ended by an error of its own: " + cause);
    }

    static String tooLittleMemory() {
        return ours("ended, since too little memory was left to report an OutOfMemoryError");
    }

    static String exitCalled(String thread, List<String> tasks) {
        return "System.exit was called by " + thread + running(tasks);
    }

    static String signalled(String signal, List<String> tasks) {
        return "the process got " + signal + running(tasks);
    }

    static String hooksStuck(long seconds) {
        return "; shutdown hooks of user code had not ended after " + seconds + " s";
    }

    private static String running(List<String> tasks) {
        return tasks.isEmpty() ? "" : " while running " + String.join(", ", tasks);
    }
}
