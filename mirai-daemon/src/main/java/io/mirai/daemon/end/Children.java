package io.mirai.daemon.end;

import java.util.List;

/** The processes that tasks of this daemon started. */
final class Children {

    private Children() {}

    /** Makes sure that all that {@link #killAll} needs is there when it matters. */
    static void prepare() {
        list().forEach(ProcessHandle::isAlive);
    }

    /** Kills them, their children included. */
    static void killAll() {
        list().forEach(ProcessHandle::destroyForcibly);
    }

    private static List<ProcessHandle> list() {
        return ProcessHandle.current().descendants().toList();
    }
}
