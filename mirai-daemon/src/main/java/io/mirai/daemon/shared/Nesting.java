package io.mirai.daemon.shared;

/** How deep this JVM stands below a plain host, and how far that may go: a task that starts daemons which start … */
public final class Nesting {

    /** How many daemons may stand one above the other. */
    public static final int MAX_LEVEL = 3;

    /** How many daemons a profile may have where its host is itself a daemon. */
    public static final int MAX_DAEMONS = 8;

    private static volatile int level;

    private Nesting() {}

    /** 0 on a plain host, 1 in its daemons, and so on. */
    public static int level() {
        return level;
    }

    public static void setLevel(int ofThisProcess) {
        level = ofThisProcess;
    }

    /**
     * Whether a profile of this JVM may have so many daemons.
     *
     * @throws IllegalStateException if not, saying why
     */
    public static void check(int daemons) {
        if (level >= MAX_LEVEL) {
            throw new IllegalStateException(Texts.tooDeep(level, MAX_LEVEL));
        }
        if (level > 0 && daemons > MAX_DAEMONS) {
            throw new IllegalStateException(Texts.tooManyNested(daemons, MAX_DAEMONS));
        }
    }
}
