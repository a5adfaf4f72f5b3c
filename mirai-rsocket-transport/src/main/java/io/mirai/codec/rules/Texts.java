package io.mirai.codec.rules;

import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Every message of this package that a user may read: what failed, on what, and what to do. */
public final class Texts {

    private static final int MAX_QUOTED = 200;

    private Texts() {}

    // What the messages begin with.

    public static final String TASK = "The task cannot be carried to a daemon";
    public static final String TASK_NOT_READ = "The task cannot be rebuilt on the daemon";
    public static final String FUNCTION = "The function of the map cannot be carried to a daemon";
    public static final String FUNCTION_NOT_READ = "The function of the map cannot be rebuilt on the daemon";
    public static final String ELEMENT = "The element cannot be carried to a daemon";
    public static final String ELEMENT_NOT_READ = "The element cannot be rebuilt on the daemon";
    public static final String RESULT = "The result cannot be carried to the host";
    public static final String RESULT_NOT_READ = "The result cannot be rebuilt on the host";

    // Closures.

    public static String lambdaNotSerializable(Class<?> functionalInterface) {
        return "a lambda can only be carried if its functional interface is Serializable; declare it as a TaskFunction or an"
                + " interface of your own that extends Serializable, or cast it: " + Cures.cast(functionalInterface);
    }

    public static String kotlinFunction() {
        return "a function value of Kotlin can only be carried if it is serializable; annotate the lambda with"
                + " @JvmSerializableLambda, or compile with -Xlambdas=class";
    }

    public static String kotlinLambda(Class<?> functionalInterface) {
        return "a lambda can only be carried if its functional interface is Serializable; declare it as a TaskFunction, or let "
                + className(functionalInterface) + " extend java.io.Serializable";
    }

    public static String lambdaOfJdk() {
        return "it is a lambda that a method of the JDK made, and not Serializable; call that method inside the task, or"
                + " write a serializable lambda of your own that does the same";
    }

    public static String toBytesThrew(Throwable e) {
        return "the toBytes function of its SerialConfig threw " + quote(String.valueOf(e));
    }

    public static String toBytesNull() {
        return "the toBytes function of its SerialConfig returned null";
    }

    public static String fromBytesThrew(Throwable e) {
        return "the fromBytes function of its SerialConfig threw " + quote(String.valueOf(e));
    }

    public static String fromBytesOther(@Nullable Object object) {
        return "the fromBytes function of its SerialConfig returned "
                + (object == null ? "null" : "a " + object.getClass().getTypeName());
    }

    public static String fromBytesCount(int wanted, int found) {
        return "the fromBytes function of its SerialConfig.ofAll returned " + found + " objects for " + wanted;
    }

    public static String noSerialConfig(String name) {
        return "it was written by a SerialConfig of " + quote(name)
                + ", and here there is none: set it by Daemons.everywhere(…) before the task is submitted";
    }

    public static String notConfigurations(@Nullable Object found) {
        return "no list of SerialConfigs, but "
                + (found == null ? "null" : "a " + found.getClass().getTypeName());
    }

    public static String changedMeanwhile() {
        return "what refers to it was changed while it was being encoded";
    }

    public static String hiddenClass() {
        return "the class was generated at run time and has no name that a daemon could find it by";
    }

    public static String inMemoryOnly(ClassLoader loader) {
        return "the class was made at run time and exists in memory only: its loader ("
                + className(loader.getClass())
                + ") cannot hand out its bytes, which a daemon needs; carry what the object stands for or is made from (of a"
                + " Hibernate proxy, Hibernate.unproxy of it), write the class where it is compiled into the class path, or"
                + " tell both ends how to carry it by a SerialConfig";
    }

    public static String lambdaCapturesThis(Class<?> type) {
        return "the lambda captures this (" + className(type)
                + "), which cannot be carried; copy the field that it needs into a local variable before it, and use that";
    }

    public static String innerClassCapturesThis(Class<?> inner, Class<?> outer) {
        return "the inner class " + className(inner) + " captures its enclosing this (" + className(outer)
                + "), which cannot be carried; make it a static class or a lambda, and copy what it needs into local"
                + " variables";
    }

    public static String capturedVariable(String capturingClass, int number) {
        return "lambda in " + capturingClass.substring(capturingClass.lastIndexOf('.') + 1) + ", captured variable "
                + number;
    }

    public static String noLambdasIn() {
        return "the class has no serializable lambdas here; host and daemon must run the same classes";
    }

    // Objects that live in one JVM.

    public static String handleOfOurs(String name) {
        return "a " + name + " stands for something of this JVM alone; use its value, or open another inside the task";
    }

    public static String livesInOneJvm(boolean toDaemon) {
        return "threads, executors, class loaders, processes and the like live in one JVM" + inTask(toDaemon);
    }

    public static String waitForItsValue(boolean toDaemon) {
        return "a future lives in one JVM; wait for its value and " + take(toDaemon) + " that";
    }

    public static String collectIntoList(boolean toDaemon) {
        return "a stream or iterator lives in one JVM; collect it into a list and " + take(toDaemon) + " that";
    }

    public static String openResource(boolean toDaemon) {
        return "open files, sockets and other resources belong to one process" + inTask(toDaemon);
    }

    public static String takeReferent(boolean toDaemon) {
        return "references into the heap of one JVM cannot be carried; " + take(toDaemon) + " the object itself";
    }

    public static String jdkStateClosed(boolean toDaemon) {
        return "the JDK keeps its state to itself" + inTask(toDaemon);
    }

    private static String inTask(boolean toDaemon) {
        return toDaemon
                ? "; make it inside the task, or mark the field transient"
                : "; return what the host needs of it as plain values, or mark the field transient";
    }

    private static String take(boolean toDaemon) {
        return toDaemon ? "capture" : "return";
    }

    public static String inheritsJdkState(Class<?> base) {
        return "it extends " + base.getName() + ", whose state the JDK keeps to itself; hold one in a transient field"
                + " instead, and make it inside the task";
    }

    public static String noHeader() {
        return "a part of it does not say which class and fields it is of; host and daemon must run the same version";
    }

    public static String noInterface() {
        return "it is a dynamic proxy of something that is no interface here; host and daemon must run the same classes";
    }

    public static String noPublicConstructor() {
        return "it is Externalizable, but has no public constructor without parameters, which makes it on the other side;"
                + " add one";
    }

    public static String methodsNotAllowed(Class<?> type) {
        return "it has serialization methods (readObject, readResolve and the like), which run only for results of daemons"
                + " that this host started on this machine; add .allow("
                + quote(type.getTypeName().replace('$', '.'))
                + ".class) where the profile is built";
    }

    public static String exceptionWithState(Class<?> base) {
        return "it extends " + base.getName() + ", which has fields that no public constructor sets";
    }

    public static String notOpen(Class<?> type) {
        if (Cures.isOfJdk(type.getModule())) {
            return "it belongs to the JDK, which keeps its state to itself; make it where it is used, and carry what it is"
                    + " made from";
        }
        return "its package is not open to reflection; add to the module-info.java of "
                + type.getModule().getName() + ": opens " + type.getPackageName() + toUs() + ";";
    }

    /** On the class path we are of no module that could be named. */
    private static String toUs() {
        Module own = Texts.class.getModule();
        return own.isNamed() ? " to " + own.getName() : "";
    }

    // jshell.

    public static String snippetVariable(String name) {
        return "variable " + name;
    }

    public static String snippetUnreadable(Throwable why) {
        return "which variables of jshell it uses cannot be told (" + quote(String.valueOf(why.getMessage()))
                + "); put the code into a class on the class path";
    }

    // Size and depth.

    public static String failureTooLarge(String className, long limit) {
        return String.format(
                Locale.ROOT, "%s was thrown, which is over the limit of %,d bytes for a failure", className, limit);
    }

    public static String tooLarge(long limit) {
        return String.format(
                Locale.ROOT,
                "it is over the limit of %,d bytes; carry it in parts, or its place (a file, a query) instead of it",
                limit);
    }

    public static String tooDeep() {
        return "the objects are nested so deeply that the stack overflows; hold them in a list, an array or a map instead of"
                + " linking each to the next";
    }

    public static String deeperThan(int depth) {
        return "the objects are nested deeper than " + depth
                + " levels; return them in a list, an array or a map instead of linking each to the next";
    }

    // Reading.

    public static String classMissing(String name, boolean onDaemon, Throwable why) {
        return "class " + quote(name) + " cannot be loaded " + (onDaemon ? "on the daemon" : "on the host") + " ("
                + quote(why.toString()) + "); put it on the class path";
    }

    public static String outsideList(String name) {
        return "class " + quote(name)
                + " is not among those that results may contain; return a value of the JDK, a record"
                + " or an object of a class of your own";
    }

    public static String notAllowed(String name) {
        return "class " + quote(name)
                + " is not among those that results of a daemon may contain that this host did not start;"
                + " add .allow(" + quote(name.replace('$', '.')) + ".class) where the profile is built";
    }

    public static String unknownTypeNumber(int number) {
        return "type number " + number + " is not known; host and daemon must run the same version";
    }

    public static String referenceTooEarly() {
        return "it is referred to before it is there: a cycle leads through a record, an immutable collection, a lambda or"
                + " an object that replaces itself";
    }

    public static String hashedInCycle() {
        return "it never changes and finds its keys by their hash codes, but a key refers back to what holds it, so that it"
                + " would be hashed before it is complete; use a HashSet or a HashMap there";
    }

    public static String lengthOverBytes(long length, long left) {
        return "a length of " + length + " is declared, but " + left + " bytes are left";
    }

    public static String lengthsOverBody() {
        return "the lengths that it declares sum up to more than its bytes";
    }

    public static String overBudget() {
        return "to rebuild it would cost far more than its bytes stand for: it copies one large part many times, hashes"
                + " collections that share their elements, or has queues of large capacities; return plain lists and"
                + " records instead";
    }

    public static String urlAsksNames() {
        return "the hash code of a URL asks a name server; put a URI into the set or map instead (URL.toURI())";
    }

    public static String otherLargeArrays() {
        return "it refers to other large arrays than those that came with it";
    }

    public static String noTableOfArrays() {
        return "it does not begin with the large arrays that come with it, or they are longer than all of it";
    }

    public static String bytesAfterEnd(long left) {
        return left + " bytes follow its end";
    }

    public static String otherFields(int there, int here) {
        return "it has " + there + " fields there and " + here + " here; host and daemon must run the same classes";
    }

    public static String noSuchConstant(String name) {
        return "it has no constant " + quote(name) + " here";
    }

    public static String elementRefused(int index) {
        return "it does not take element " + index + " back";
    }

    public static String threw(@Nullable Throwable thrown) {
        return "its own code threw " + quote(told(thrown));
    }

    public static String unwritable(Throwable why) {
        return "it cannot be taken apart (" + quote(told(why)) + ")";
    }

    public static String unreadable(Throwable why) {
        return "it cannot be put together (" + quote(told(why)) + ")";
    }

    public static String notATask(@Nullable Object found) {
        return "a task was expected, but "
                + (found == null ? "null" : found.getClass().getTypeName()) + " came";
    }

    public static String failureUnreadable(Throwable why) {
        return "the daemon's description of a failure cannot be read (" + quote(told(why)) + ")";
    }

    public static String messageThrew(Class<?> thrown) {
        return "(getMessage() threw " + thrown.getName() + ")";
    }

    public static String countOutOfRange(int count, int limit) {
        return count + " exceptions are declared, but a failure has between 1 and " + limit;
    }

    // Words.

    /** What an exception says of itself, which may be one of the user's that cannot even do that. */
    private static String told(@Nullable Throwable thrown) {
        try {
            return String.valueOf(thrown);
        } catch (Throwable e) {
            return thrown == null ? "null" : thrown.getClass().getName();
        }
    }

    public static String className(Class<?> type) {
        String name = type.getName();
        return type.getSimpleName().isEmpty() || type.isHidden()
                ? name.substring(name.lastIndexOf('.') + 1)
                : type.getSimpleName();
    }

    public static String valueOfKey(@Nullable Object key) {
        boolean plain = key instanceof String || key instanceof Number || key instanceof Enum<?>;
        return plain ? "[" + quote(String.valueOf(key)) + "]" : "[value]";
    }

    /** A string that a stranger may have chosen: short, and without control characters. */
    public static String quote(@Nullable String text) {
        return text == null ? "null" : escape(text, MAX_QUOTED, "");
    }

    /** Cuts a string and escapes its control characters, but those in keep. */
    public static String escape(String text, int limit, String keep) {
        StringBuilder safe = new StringBuilder(Math.min(text.length(), limit));
        for (int i = 0; i < text.length() && i < limit; i++) {
            char c = text.charAt(i);
            boolean turnsText = (c >= '\u202a' && c <= '\u202e') || (c >= '\u2066' && c <= '\u2069');
            if ((Character.isISOControl(c) || turnsText) && keep.indexOf(c) < 0) {
                safe.append("\\u").append(HexFormat.of().toHexDigits(c));
            } else {
                safe.append(c);
            }
        }
        return text.length() > limit ? safe.append('…').toString() : safe.toString();
    }
}
