package io.mirai.bench.contender;

/** Says that a contender cannot do a workload, so that the table has a dash. */
public final class Unable extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** Names the contender. */
    public Unable(Contender contender) {
        super(contender.name() + " cannot do this");
    }
}
