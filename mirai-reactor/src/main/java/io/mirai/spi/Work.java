package io.mirai.spi;

import org.jspecify.annotations.Nullable;

/**
 * What a daemon is to do with the body of a task.
 *
 * @param kind what it brings and what it leaves
 * @param function what is applied to the body; null if the body is all of the task
 */
public record Work(Kind kind, @Nullable SharedFunction function) {

    /** What a task brings and what it leaves on its daemon. */
    public enum Kind {
        /** One value; nothing is left. */
        VALUE,
        /** Many values, see {@link Link#values}. */
        STREAM,
        /** One value; what it leaves in the globals, its named values too, every later task of the daemon finds. */
        EVERYWHERE,
        /** It returns a list of {@link io.mirai.SerialConfig}s, which replace those that the daemon had; it brings null. */
        SERIAL
    }

    /** Call it, for its one value. */
    public static final Work CALL = new Work(Kind.VALUE, null);

    /** Call it, for the many values of what it returns. */
    public static final Work STREAM = new Work(Kind.STREAM, null);

    /** Call it, and keep what it leaves. */
    public static final Work EVERYWHERE = new Work(Kind.EVERYWHERE, null);

    /** Call it, and use what it returns to carry objects from then on. */
    public static final Work SERIAL = new Work(Kind.SERIAL, null);

    /** Apply a function to it, for its one value. */
    public static Work apply(SharedFunction function) {
        return new Work(Kind.VALUE, function);
    }

    /** Whether it brings many values. */
    public boolean streams() {
        return kind == Kind.STREAM;
    }
}
