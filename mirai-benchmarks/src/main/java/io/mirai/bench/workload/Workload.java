package io.mirai.bench.workload;

import java.util.List;

/** What all contenders are asked to do, in one or more cases. */
public interface Workload {

    /** Returns what is done and measured, in one sentence. */
    String definition();

    /** Returns the cases; fewer and smaller ones for a quick look. */
    List<Case> cases(boolean quick);
}
