package io.mirai.cluster;

import org.jspecify.annotations.Nullable;

/** Every message of this package that a user may read. */
final class Texts {

    private Texts() {}

    static String noSuchNode(int node, int nodes) {
        return "there is no node " + node + ": this cluster has "
                + (nodes == 0 ? "none" : nodes == 1 ? "node 0 only" : "nodes 0 to " + (nodes - 1));
    }

    static String noNodes(String profile) {
        return "this cluster has no nodes: profile '" + profile
                + "' had no daemons when cluster() was called; launchLocal(n) starts some";
    }

    static String nodeFailed(int node, int nodes, @Nullable String why, long others) {
        String also = others == 0 ? "" : "; and " + others + (others == 1 ? " more failed" : " more failed, too");
        return "node " + node + " of " + nodes + " failed: "
                + String.valueOf(why).replaceAll("\\R\\s*", " ") + also;
    }

    static String shutDown(String cluster) {
        return cluster + " was shut down and takes no more tasks; the daemons still do, by Daemons.cluster()";
    }

    static String notDoneInTime(long millis, Object task) {
        return "not done within " + millis + " ms; the task goes on: " + task;
    }

    static String noneDoneInTime(long millis, int tasks) {
        return "none of " + tasks + " tasks was done within " + millis + " ms";
    }

    static String noTasks() {
        return "invokeAny: there are no tasks";
    }
}
