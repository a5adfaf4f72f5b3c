package io.mirai.dispatch;

/**
 * Identifies a task, and names it in messages.
 *
 * @param id its number in this JVM
 * @param name what the user called it; empty if nothing
 * @param stream the number of its stream of random numbers, from 1 in order of submission to its profile; 0 for a setup task
 * @param element the index of the element of a map that it is for; −1 if it is for none
 */
public record TaskLabel(long id, String name, long stream, long element) {

    private static final int OF_NO_MAP = -1;

    /** Labels a task that is for no element of a map. */
    public static TaskLabel of(long id, String name, long stream) {
        return new TaskLabel(id, name, stream, OF_NO_MAP);
    }

    /** Returns whether it is for an element of a map. */
    public boolean isElement() {
        return element != OF_NO_MAP;
    }

    /** Returns the task as the subject of a sentence. */
    @Override
    public String toString() {
        String task = Texts.task(id, name);
        return isElement() ? Texts.element(element, task) : task;
    }
}
