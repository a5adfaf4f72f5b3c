package io.mirai.dispatch;

/**
 * Which task it is, of its host and of its profile, and what it is called in messages.
 *
 * @param id its number
 * @param name what the user called it; empty if nothing
 * @param stream how many were submitted to its profile before it, and it: which random numbers it has
 * @param element which element of a map it is for, from 0; −1 if of none
 */
public record TaskLabel(long id, String name, long stream, long element) {

    private static final int OF_NO_MAP = -1;

    /** A task that stands for itself. */
    public static TaskLabel of(long id, String name, long stream) {
        return new TaskLabel(id, name, stream, OF_NO_MAP);
    }

    /** Whether it is for an element of a map. */
    public boolean isElement() {
        return element != OF_NO_MAP;
    }

    /** For a sentence. */
    @Override
    public String toString() {
        String task = Texts.task(id, name);
        return isElement() ? Texts.element(element, task) : task;
    }
}
