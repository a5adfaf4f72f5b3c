package io.mirai.task;

import io.mirai.dispatch.TaskLabel;

/** Every message of this package that a user may read. */
final class Texts {

    private Texts() {}

    static String ofElement(TaskLabel task, String what) {
        return task + ": " + what;
    }

    static String notEncoded(TaskLabel task, Throwable why) {
        return task + " could not be encoded: " + why;
    }

    static String interrupted(TaskLabel task, int daemon, String what) {
        return task + " was interrupted on daemon " + daemon + " by something else than stop(): " + what;
    }

    static String threw(TaskLabel task, int daemon, String what) {
        return task + " threw on daemon " + daemon + ": " + what;
    }

    static String resultTooLarge(TaskLabel task, int daemon, String why) {
        return task + " ended on daemon " + daemon + ": " + why + ", or raise Daemons.builder().maxResultBytes(…)";
    }

    static String interruptedAtTheGate() {
        return "interrupted while waiting for room in the queue; the task was not submitted";
    }

    static String valueLost(TaskLabel task, int daemon, Throwable why) {
        return "a value of " + task + " did not arrive from daemon " + daemon + ": " + why.getMessage();
    }

    static String valueUnreadable(TaskLabel task, int daemon, Throwable why) {
        return "a value of " + task + " from daemon " + daemon + " cannot be read: " + why;
    }
}
