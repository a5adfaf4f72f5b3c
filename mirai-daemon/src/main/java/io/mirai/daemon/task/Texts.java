package io.mirai.daemon.task;

/** Every message of this package that a user may read: what failed, on what, and what to do. */
final class Texts {

    private Texts() {}

    static String noPublisher() {
        return "the task returned null where a Publisher of its values was to be; return Flux.empty() if there are none";
    }

    static String moreThanRequested() {
        return "the publisher that the task returned emitted more values than were requested of it (rule 1.1 of"
                + " Reactive Streams)";
    }

    static String nullValue() {
        return "the publisher that the task returned emitted null (rule 2.13 of Reactive Streams)";
    }

    static String task(long id, String name) {
        return name.isEmpty() ? "task " + id : "task " + id + " (" + name + ")";
    }
}
