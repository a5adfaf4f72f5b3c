package io.mirai.codec.rules;

import io.mirai.codec.jdk.Instances;
import java.io.Serializable;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Member;
import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;

/**
 * The methods that Java serialization finds by their names. They are looked up one by one: to list
 * all methods of a class would load every type that any of them mentions, and a daemon need not have
 * them all.
 */
public final class Magic {

    private static final MethodType REPLACING = MethodType.methodType(Object.class);

    private Magic() {}

    /** {@code writeReplace} or {@code readResolve} of a serializable class, its own or inherited. */
    public static @Nullable MethodHandle find(Class<?> type, String name) {
        MethodHandle method = Serializable.class.isAssignableFrom(type) ? virtual(type, name, REPLACING) : null;
        return method != null && isPrivateAbove(type, method) ? null : method;
    }

    /** Calls a method of the user. */
    public static @Nullable Object call(MethodHandle method, Object receiver) throws InvocationTargetException {
        try {
            return method.invoke(receiver);
        } catch (Throwable e) { // as reflection has it
            throw thrownBy(e);
        }
    }

    /** Calls a method of the user that takes one argument. */
    public static @Nullable Object call(MethodHandle method, Object receiver, @Nullable Object argument)
            throws InvocationTargetException {
        try {
            return method.invoke(receiver, argument);
        } catch (Throwable e) { // as reflection has it
            throw thrownBy(e);
        }
    }

    /** What a method of the user threw, as reflection has it. What the graph around it threw goes on as it is. */
    public static InvocationTargetException thrownBy(Throwable e) {
        if (e instanceof Refusal || e instanceof WritingEnded) {
            throw (RuntimeException) e;
        }
        if (e instanceof VirtualMachineError error) {
            throw error;
        }
        return e instanceof InvocationTargetException already ? already : new InvocationTargetException(e);
    }

    /** A private method that the class declares itself; null if there is none. */
    public static @Nullable MethodHandle findPrivate(Class<?> type, String name, MethodType signature) {
        MethodHandle method = virtual(type, name, signature);
        return method != null && Modifier.isPrivate(info(type, method).getModifiers()) && !isPrivateAbove(type, method)
                ? method
                : null;
    }

    /** Whether a superclass in the same nest has it for itself, which Java's serialization does not call. */
    private static boolean isPrivateAbove(Class<?> type, MethodHandle method) {
        MethodHandleInfo info = info(type, method);
        return Modifier.isPrivate(info.getModifiers()) && info.getDeclaringClass() != type;
    }

    /** Whether the class inherits a method from the JDK as it is. */
    public static boolean isOfJdk(Class<?> type, String name, Class<?> returned) {
        MethodHandle method = virtual(type, name, MethodType.methodType(returned));
        return method != null && Instances.isPlatform(info(type, method).getDeclaringClass());
    }

    /** Whether a user's class, or one above it, has a hash code of its own. */
    public static boolean hashesItself(Class<?> type) {
        MethodHandle method = virtual(type, "hashCode", MethodType.methodType(int.class));
        return method == null || info(type, method).getDeclaringClass() != Object.class;
    }

    /** Whether a user's class, or one above it, runs code of its own when its objects are no longer there. */
    public static boolean isFinalized(Class<?> type) {
        MethodHandle method = virtual(type, "finalize", MethodType.methodType(void.class));
        return method != null && !Instances.isPlatform(info(type, method).getDeclaringClass());
    }

    /** A method of a JDK class as that class has it, called on objects of a user's class right below it. */
    public static MethodHandle special(Class<?> base, String name, MethodType signature, Class<?> below)
            throws ReflectiveOperationException {
        return lookup(below).findSpecial(base, name, signature, below);
    }

    /** A private static method of a user's class. */
    public static @Nullable MethodHandle findStatic(Class<?> type, String name, MethodType signature) {
        try {
            return lookup(type).findStatic(type, name, signature);
        } catch (NoSuchMethodException | IllegalAccessException e) {
            return null;
        }
    }

    private static @Nullable MethodHandle virtual(Class<?> type, String name, MethodType signature) {
        try {
            return lookup(type).findVirtual(type, name, signature);
        } catch (NoSuchMethodException | IllegalAccessException e) {
            return null; // a superclass's private method does not count
        }
    }

    private static MethodHandleInfo info(Class<?> type, MethodHandle method) {
        return lookup(type).revealDirect(method);
    }

    private static MethodHandles.Lookup lookup(Class<?> type) {
        try {
            // Reflection reads the modules of users without being told, method handles do not.
            Magic.class.getModule().addReads(type.getModule());
            return Instances.isPlatform(type)
                    ? MethodHandles.publicLookup()
                    : MethodHandles.privateLookupIn(type, MethodHandles.lookup());
        } catch (IllegalAccessException e) {
            throw Refusal.notOpen(type, e);
        }
    }

    /** Makes a member of a user's class usable here, or says which package its module must open. */
    public static <M extends AccessibleObject & Member> M open(M member) {
        try {
            member.setAccessible(true);
            return member;
        } catch (InaccessibleObjectException e) {
            Class<?> owner = member.getDeclaringClass();
            throw Refusal.notOpen(owner, e);
        }
    }
}
