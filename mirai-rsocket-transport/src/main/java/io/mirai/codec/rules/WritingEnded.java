package io.mirai.codec.rules;

/** Ends the writing of a graph as a whole: no object in it is to blame, so no form wraps it. */
public abstract class WritingEnded extends RuntimeException {

    private static final long serialVersionUID = 1;

    protected WritingEnded() {
        super(null, null, false, false);
    }
}
