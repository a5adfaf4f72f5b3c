package io.mirai.codec.form;

import io.mirai.codec.rules.Words;
import org.jspecify.annotations.Nullable;

/** Every message of this package that a user may read: what failed, on what, and what to do. */
final class Texts {

    private Texts() {}

    // Closures.

    static String noShape(int number) {
        return "a lambda names the shape " + number + ", which its host does not have";
    }

    static String lambdaOfJdk() {
        return "it is a lambda that a method of the JDK made, and not Serializable; call that method inside the task, or"
                + " write a serializable lambda of your own that does the same";
    }

    static String toBytesThrew(Throwable e) {
        return "the toBytes function of its SerialConfig threw " + Words.quote(String.valueOf(e));
    }

    static String toBytesNull() {
        return "the toBytes function of its SerialConfig returned null";
    }

    static String fromBytesThrew(Throwable e) {
        return "the fromBytes function of its SerialConfig threw " + Words.quote(String.valueOf(e));
    }

    static String fromBytesOther(@Nullable Object object) {
        return "the fromBytes function of its SerialConfig returned "
                + (object == null ? "null" : "a " + object.getClass().getTypeName());
    }

    static String fromBytesCount(int wanted, int found) {
        return "the fromBytes function of its SerialConfig.ofAll returned " + found + " objects for " + wanted;
    }

    static String noSerialConfig(String name) {
        return "it was written by a SerialConfig of " + Words.quote(name)
                + ", and here there is none: set it by Daemons.everywhere(…) before the task is submitted";
    }

    static String changedMeanwhile() {
        return "what refers to it was changed while it was being encoded";
    }

    static String hiddenClass() {
        return "the class was generated at run time and has no name that a daemon could find it by";
    }

    static String lambdaCapturesThis(Class<?> type) {
        return "the lambda captures this (" + Words.className(type)
                + "), which cannot be carried; copy the field that it needs into a local variable before it, and use that";
    }

    static String innerClassCapturesThis(Class<?> inner, Class<?> outer) {
        return "the inner class " + Words.className(inner) + " captures its enclosing this (" + Words.className(outer)
                + "), which cannot be carried; make it a static class or a lambda, and copy what it needs into local"
                + " variables";
    }

    static String capturedVariable(String capturingClass, int number) {
        return "lambda in " + capturingClass.substring(capturingClass.lastIndexOf('.') + 1) + ", captured variable "
                + number;
    }

    static String noLambdasIn() {
        return "the class has no serializable lambdas here; host and daemon must run the same classes";
    }

    // Objects that live in one JVM.

    static String inheritsJdkState(Class<?> base) {
        return "it extends " + base.getName() + ", whose state the JDK keeps to itself; hold one in a transient field"
                + " instead, and make it inside the task";
    }

    static String noInterface() {
        return "it is a dynamic proxy of something that is no interface here; host and daemon must run the same classes";
    }

    static String noPublicConstructor() {
        return "it is Externalizable, but has no public constructor without parameters, which makes it on the other side;"
                + " add one";
    }

    static String exceptionWithState(Class<?> base) {
        return "it extends " + base.getName() + ", which has fields that no public constructor sets";
    }

    // Reading.

    static String hashedInCycle() {
        return "it never changes and finds its keys by their hash codes, but a key refers back to what holds it, so that it"
                + " would be hashed before it is complete; use a HashSet or a HashMap there";
    }

    static String otherFields(int there, int here) {
        return "it has " + there + " fields there and " + here + " here; host and daemon must run the same classes";
    }

    static String noSuchConstant(String name) {
        return "it has no constant " + Words.quote(name) + " here";
    }

    static String elementRefused(int index) {
        return "it does not take element " + index + " back";
    }

    // Words.

    static String valueOfKey(@Nullable Object key) {
        boolean plain = key instanceof String || key instanceof Number || key instanceof Enum<?>;
        return plain ? "[" + Words.quote(String.valueOf(key)) + "]" : "[value]";
    }
}
