package io.mirai.codec.stream;

import io.mirai.codec.jdk.Instances;
import io.mirai.codec.rules.Magic;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OptionalDataException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * Finds the methods that Java's serialization would call. Those of the JDK's classes come through the JDK's own door for
 * serialization libraries, {@code sun.reflect.ReflectionFactory}, which needs no opened packages; those of all other classes one by
 * one, see {@link Magic}.
 */
public final class SerialMethods {

    private SerialMethods() {}

    static @Nullable MethodHandle writeObject(Class<?> type) {
        return Instances.isPlatform(type)
                ? ofJdk("writeObjectForSerialization", type)
                : Magic.findPrivate(type, "writeObject", MethodType.methodType(void.class, ObjectOutputStream.class));
    }

    static @Nullable MethodHandle readObject(Class<?> type) {
        return Instances.isPlatform(type)
                ? ofJdk("readObjectForSerialization", type)
                : Magic.findPrivate(type, "readObject", MethodType.methodType(void.class, ObjectInputStream.class));
    }

    static @Nullable MethodHandle readObjectNoData(Class<?> type) {
        return Instances.isPlatform(type)
                ? ofJdk("readObjectNoDataForSerialization", type)
                : Magic.findPrivate(type, "readObjectNoData", MethodType.methodType(void.class));
    }

    /** The method that chooses what is written instead of an object; null if there is none. */
    public static @Nullable MethodHandle writeReplace(Class<?> type) {
        return Instances.isPlatform(type)
                ? ofJdk("writeReplaceForSerialization", type)
                : Magic.find(type, "writeReplace");
    }

    /** The method that chooses what is read instead of an object; null if there is none. */
    public static @Nullable MethodHandle readResolve(Class<?> type) {
        return Instances.isPlatform(type)
                ? ofJdk("readResolveForSerialization", type)
                : Magic.find(type, "readResolve");
    }

    /** The constructor of the first superclass that is not Serializable, as Java has it; null if it may not be called. */
    public static @Nullable Constructor<?> constructor(Class<?> type) {
        return (Constructor<?>) call("newConstructorForSerialization", Class.class, type);
    }

    /** Reads the default fields of a class of the JDK, or writes them: from JDK 24 on. */
    static @Nullable MethodHandle ofJdk(String name, Class<?> type) {
        return (MethodHandle) call(name, Class.class, type);
    }

    /** Says that no object follows: this many bytes do, or nothing. */
    static OptionalDataException optionalData(int bytes) {
        OptionalDataException e =
                (OptionalDataException) call("newOptionalDataExceptionForSerialization", boolean.class, bytes == 0);
        if (e == null) {
            throw new IllegalStateException();
        }
        e.length = bytes;
        return e;
    }

    /** Whether this JVM reads and writes the default fields of the JDK's classes itself. */
    static boolean hasDefaults() {
        try {
            Instances.factory().getClass().getMethod("defaultReadObjectForSerialization", Class.class);
            return true;
        } catch (NoSuchMethodException e) {
            return false;
        }
    }

    private static @Nullable Object call(String name, Class<?> parameter, Object argument) {
        try {
            Object factory = Instances.factory();
            Method method = factory.getClass().getMethod(name, parameter);
            return method.invoke(factory, argument);
        } catch (InvocationTargetException | NoSuchMethodException | IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
