package io.mirai.codec;

import io.mirai.codec.rules.Words;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Every message of this package that a user may read: what failed, on what, and what to do. */
final class Texts {

    private Texts() {}

    // What the messages begin with.

    static final String TASK = "The task cannot be carried to a daemon";
    static final String TASK_NOT_READ = "The task cannot be rebuilt on the daemon";
    static final String FUNCTION = "The function of the map cannot be carried to a daemon";
    static final String FUNCTION_NOT_READ = "The function of the map cannot be rebuilt on the daemon";
    static final String ELEMENT = "The element cannot be carried to a daemon";
    static final String ELEMENT_NOT_READ = "The element cannot be rebuilt on the daemon";
    static final String RESULT = "The result cannot be carried to the host";
    static final String RESULT_NOT_READ = "The result cannot be rebuilt on the host";

    // Closures.

    static String notConfigurations(@Nullable Object found) {
        return "no list of SerialConfigs, but "
                + (found == null ? "null" : "a " + found.getClass().getTypeName());
    }

    static String inMemoryOnly(ClassLoader loader) {
        return "the class was made at run time and exists in memory only: its loader ("
                + Words.className(loader.getClass())
                + ") cannot hand out its bytes, which a daemon needs; carry what the object stands for or is made from (of a"
                + " Hibernate proxy, Hibernate.unproxy of it), write the class where it is compiled into the class path, or"
                + " tell both ends how to carry it by a SerialConfig";
    }

    // jshell.

    static String snippetVariable(String name) {
        return "variable " + name;
    }

    static String snippetUnreadable(Throwable why) {
        return "which variables of jshell it uses cannot be told (" + Words.quote(String.valueOf(why.getMessage()))
                + "); put the code into a class on the class path";
    }

    // What daemons ask for.

    static String resourcesTooLarge(String name, int limit) {
        return String.format(
                Locale.ROOT,
                "the resources '%s' are over the limit of %,d bytes for a daemon of another machine; carry them in the task",
                Words.quote(name),
                limit);
    }

    // Size and depth.

    static String failureTooLarge(String className, long limit) {
        return String.format(
                Locale.ROOT, "%s was thrown, which is over the limit of %,d bytes for a failure", className, limit);
    }

    static String tooLarge(long limit) {
        return String.format(
                Locale.ROOT,
                "it is over the limit of %,d bytes; carry it in parts, or its place (a file, a query) instead of it",
                limit);
    }

    static String tooDeep() {
        return "the objects are nested so deeply that the stack overflows; hold them in a list, an array or a map instead of"
                + " linking each to the next";
    }

    static String deeperThan(int depth) {
        return "the objects are nested deeper than " + depth
                + " levels; return them in a list, an array or a map instead of linking each to the next";
    }

    // Reading.

    static String unknownTypeNumber(int number) {
        return "type number " + number + " is not known; host and daemon must run the same version";
    }

    static String referenceTooEarly() {
        return "it is referred to before it is there: a cycle leads through a record, an immutable collection, a lambda or"
                + " an object that replaces itself";
    }

    static String lengthOverBytes(long length, long left) {
        return "a length of " + length + " is declared, but " + left + " bytes are left";
    }

    static String otherLargeArrays() {
        return "it refers to other large arrays than those that came with it";
    }

    static String noTableOfArrays() {
        return "it does not begin with the large arrays that come with it, or they are longer than all of it";
    }

    static String bytesAfterEnd(long left) {
        return left + " bytes follow its end";
    }

    static String notATask(@Nullable Object found) {
        return "a task was expected, but "
                + (found == null ? "null" : found.getClass().getTypeName()) + " came";
    }

    static String failureUnreadable(Throwable why) {
        return "the daemon's description of a failure cannot be read (" + Words.quote(Words.told(why)) + ")";
    }

    static String messageThrew(Class<?> thrown) {
        return "(getMessage() threw " + thrown.getName() + ")";
    }

    static String countOutOfRange(int count, int limit) {
        return count + " exceptions are declared, but a failure has between 1 and " + limit;
    }
}
