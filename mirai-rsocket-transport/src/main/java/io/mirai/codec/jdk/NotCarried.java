package io.mirai.codec.jdk;

/** A value of the JDK that cannot be carried; the message says why and what to do. */
public final class NotCarried extends RuntimeException {

    private static final long serialVersionUID = 1;

    NotCarried(String why) {
        super(why, null, false, false);
    }
}
