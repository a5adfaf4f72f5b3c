package io.mirai.codec;

import org.jspecify.annotations.Nullable;

/**
 * Stands in for an exception of a daemon whose class cannot be rebuilt here: it has the original's
 * message, stack, cause and suppressed, and prints as the original would.
 */
final class RemoteThrowable extends Exception {

    private static final long serialVersionUID = 1;

    private final String className;

    RemoteThrowable(String className, @Nullable String message, StackTraceElement[] stack) {
        super(message);
        this.className = className;
        setStackTrace(stack);
    }

    String className() {
        return className;
    }

    @Override
    @SuppressWarnings("OverrideThrowableToString") // the message must be the original's, without the class
    public String toString() {
        String message = getLocalizedMessage();
        return message == null ? className : className + ": " + message;
    }
}
