package io.mirai.codec.rules;

import org.jspecify.annotations.Nullable;

/** Every message of this package that a user may read: what failed, on what, and what to do. */
final class Texts {

    private Texts() {}

    // Closures.

    static String lambdaNotSerializable(Class<?> functionalInterface) {
        return "a lambda can only be carried if its functional interface is Serializable; declare it as a TaskFunction or an"
                + " interface of your own that extends Serializable, or cast it: " + Cures.cast(functionalInterface);
    }

    static String kotlinFunction() {
        return "a function value of Kotlin can only be carried if it is serializable; annotate the lambda with"
                + " @JvmSerializableLambda, or compile with -Xlambdas=class";
    }

    static String kotlinLambda(Class<?> functionalInterface) {
        return "a lambda can only be carried if its functional interface is Serializable; declare it as a TaskFunction, or let "
                + Words.className(functionalInterface) + " extend java.io.Serializable";
    }

    // Objects that live in one JVM.

    static String handleOfOurs(String name) {
        return "a " + name + " stands for something of this JVM alone; use its value, or open another inside the task";
    }

    static String livesInOneJvm(boolean toDaemon) {
        return "threads, executors, class loaders, processes and the like live in one JVM" + inTask(toDaemon);
    }

    static String waitForItsValue(boolean toDaemon) {
        return "a future lives in one JVM; wait for its value and " + take(toDaemon) + " that";
    }

    static String collectIntoList(boolean toDaemon) {
        return "a stream or iterator lives in one JVM; collect it into a list and " + take(toDaemon) + " that";
    }

    static String openResource(boolean toDaemon) {
        return "open files, sockets and other resources belong to one process" + inTask(toDaemon);
    }

    static String takeReferent(boolean toDaemon) {
        return "references into the heap of one JVM cannot be carried; " + take(toDaemon) + " the object itself";
    }

    static String jdkStateClosed(boolean toDaemon) {
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

    static String noHeader() {
        return "a part of it does not say which class and fields it is of; host and daemon must run the same version";
    }

    static String methodsNotAllowed(String allow) {
        return "it has serialization methods (readObject, readResolve and the like) or a finalizer, which run only for results of"
                + " daemons that this host started on this machine" + cure(allow);
    }

    static String lambdaNotAllowed(String allow) {
        return "a lambda is read only of daemons that this host started on this machine" + cure(allow);
    }

    static String proxyNotAllowed(String allow) {
        return "a dynamic proxy is read only of daemons that this host started on this machine" + cure(allow);
    }

    private static String cure(String allow) {
        return allow.isEmpty() ? "; no class has such a name" : "; build the profile with " + allow;
    }

    static String notOpen(Class<?> type) {
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

    // Reading.

    static String classMissing(String name, boolean onDaemon, Throwable why) {
        return "class " + Words.quote(name) + " cannot be loaded " + (onDaemon ? "on the daemon" : "on the host") + " ("
                + Words.quote(why.toString()) + "); put it on the class path";
    }

    static String outsideList(String name) {
        return "class " + Words.quote(name)
                + " is not among those that results may contain; return a value of the JDK, a record"
                + " or an object of a class of your own";
    }

    static String notAllowed(String name, String allow) {
        return "class " + Words.quote(name)
                + " is not among those that results of a daemon may contain that this host did not start" + cure(allow);
    }

    static String lengthsOverBody() {
        return "the lengths that it declares sum up to more than its bytes";
    }

    static String overBudget() {
        return "to rebuild it would cost far more than its bytes stand for: it copies one large part many times, hashes"
                + " collections that share their elements, or has queues of large capacities; return plain lists and"
                + " records instead";
    }

    static String urlAsksNames() {
        return "the hash code of a URL asks a name server; put a URI into the set or map instead (URL.toURI())";
    }

    static String threw(@Nullable Throwable thrown) {
        return "its own code threw " + Words.quote(Words.told(thrown));
    }

    static String unwritable(Throwable why) {
        return "it cannot be taken apart (" + Words.quote(Words.told(why)) + ")";
    }

    static String unreadable(Throwable why) {
        return "it cannot be put together (" + Words.quote(Words.told(why)) + ")";
    }
}
