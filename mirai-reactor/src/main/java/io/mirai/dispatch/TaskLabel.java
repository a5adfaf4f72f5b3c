package io.mirai.dispatch;

/**
 * What a task is called in messages.
 *
 * @param id its number
 * @param name what the user called it; empty if nothing
 * @param element which element of a map it is for, from 0; −1 if of none
 */
public record TaskLabel(long id, String name, long element) {

    private static final int OF_NO_MAP = -1;

    /** A task that stands for itself. */
    public static TaskLabel of(long id, String name) {
        return new TaskLabel(id, name, OF_NO_MAP);
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
