package io.mirai.spi;

/** Why a daemon leaves by itself. */
public enum Departure {
    /** It was told to by a signal. */
    SIGNAL,
    /** It ran out of memory and must be replaced. */
    OUT_OF_MEMORY,
    /**
     * A task was interrupted while a class was initialised, which would fail later tasks that need the class; or user
     * classes were had anew, and a task for all daemons failed that time.
     */
    CLASS_SPOILED,
    /** It has had as many tasks as it was to have. */
    MAX_TASKS,
    /** It had nothing to do for as long as it was to wait. */
    IDLE_TIME,
    /** It was there for as long as it was to be. */
    WALL_TIME,
    /** Its host has drained it. */
    DRAINED;

    /** Whether it was asked to leave then: it ends by itself, and no other takes its slot. */
    public boolean isAsked() {
        return switch (this) {
            case MAX_TASKS, IDLE_TIME, WALL_TIME, DRAINED -> true;
            case SIGNAL, OUT_OF_MEMORY, CLASS_SPOILED -> false;
        };
    }
}
