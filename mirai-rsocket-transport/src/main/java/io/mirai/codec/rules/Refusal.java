package io.mirai.codec.rules;

import io.mirai.MiraiNotSerializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something in the graph that cannot be carried. It gathers the path of fields on its way up, which
 * costs nothing as long as all goes well, and becomes a {@link MiraiNotSerializable} at the door.
 */
public final class Refusal extends RuntimeException {

    private static final int STEPS_AT_EACH_END = 8;

    private final @Nullable String subject;
    private final Deque<String> inner = new ArrayDeque<>();
    private final Deque<String> outer = new ArrayDeque<>();
    private int steps;
    private @Nullable String culprit;

    /**
     * Refuses an object.
     *
     * @param subject the name of its class; null where none is known
     * @param why what is wrong and what to do
     */
    public Refusal(@Nullable String subject, String why, @Nullable Throwable cause) {
        super(why, cause, false, false);
        this.subject = subject;
    }

    public Refusal(Class<?> subject, String why) {
        this(subject.getTypeName(), why, null);
    }

    /** Its own code threw. */
    public static Refusal threw(@Nullable String subject, @Nullable Throwable thrown) {
        return new Refusal(subject, Texts.threw(thrown), thrown);
    }

    /** It cannot be taken apart. */
    public static Refusal unwritable(@Nullable String subject, Throwable why) {
        return new Refusal(subject, Texts.unwritable(why), why);
    }

    /** It cannot be put together. */
    public static Refusal unreadable(@Nullable String subject, Throwable why) {
        return new Refusal(subject, Texts.unreadable(why), why);
    }

    /** Its package is not open to us. */
    public static Refusal notOpen(Class<?> subject, Throwable why) {
        return new Refusal(subject.getTypeName(), Texts.notOpen(subject), why);
    }

    /** A class with this name may not be in a result. */
    public static Refusal outsideList(String name) {
        return new Refusal(null, Texts.outsideList(name), null);
    }

    /** A class with this name may not be in a result of a daemon that this host did not start. */
    static Refusal notAllowed(String name, ClassLoader view) {
        return new Refusal(null, Texts.notAllowed(name, AllowLine.of(name, view)), null);
    }

    /** A part of it does not say what it is of. */
    public static Refusal noHeader(Class<?> subject) {
        return new Refusal(subject, Texts.noHeader());
    }

    /** The object stands in this field, element or captured variable of its owner. */
    public Refusal at(String step) {
        if (++steps <= STEPS_AT_EACH_END) {
            inner.addFirst(step);
        } else {
            outer.addFirst(step);
            if (outer.size() > STEPS_AT_EACH_END) {
                outer.removeLast(); // the middle of a long path tells nothing, and may be very long
            }
        }
        return this;
    }

    /** The user sees a lambda, not the object that holds the field: says who brought that object in. */
    public void blame(String sentence) {
        culprit = sentence; // the outermost is the one that the user wrote last
    }

    public MiraiNotSerializable toError(String what) {
        StringBuilder text = new StringBuilder(what).append(": ");
        if (culprit != null) {
            text.append(culprit).append(": ");
        }
        List<String> path = new ArrayList<>(outer);
        if (steps > 2 * STEPS_AT_EACH_END) {
            path.add("… " + (steps - 2 * STEPS_AT_EACH_END) + " more");
        }
        path.addAll(inner);
        text.append(String.join(" -> ", path));
        if (subject != null) {
            text.append(path.isEmpty() ? subject : " (" + subject + ")");
        }
        if (subject != null || !path.isEmpty()) {
            text.append(": ");
        }
        return new MiraiNotSerializable(text.append(getMessage()).toString(), getCause());
    }
}
