package io.mirai.bench.workload;

import java.util.PriorityQueue;

/** Daemons without any cost: a task begins as soon as one of them is free, in the order of arrival. */
final class Slots {

    private final PriorityQueue<Double> freeAt = new PriorityQueue<>();

    Slots(int daemons) {
        for (int i = 0; i < daemons; i++) {
            freeAt.add(0.0);
        }
    }

    /** Returns when a task begins that arrives at this time and takes so long. */
    double begin(double arrival, double duration) {
        double begin = Math.max(arrival, freeAt.remove());
        freeAt.add(begin + duration);
        return begin;
    }

    /** Returns when the last task ends. */
    double end() {
        return freeAt.stream().mapToDouble(time -> time).max().orElseThrow();
    }
}
