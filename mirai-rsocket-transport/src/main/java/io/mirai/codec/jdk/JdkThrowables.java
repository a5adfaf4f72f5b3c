package io.mirai.codec.jdk;

import java.io.InterruptedIOException;
import java.lang.reflect.Constructor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How the JDK's part of an exception is made. Most JDK exceptions hold a message and no more: a
 * constructor of Throwable itself does for them all (an interrupted transfer forgets how many bytes it
 * had moved). Those with fields of their own are made by a public constructor of theirs from what their
 * getters tell; there is a table for each module.
 */
public final class JdkThrowables {

    private JdkThrowables() {}

    /** Takes what a constructor needs. */
    @FunctionalInterface
    public interface Taking<T> {
        @Nullable
        Object[] take(T thrown);
    }

    /** Sets what no constructor takes, from all parts. */
    @FunctionalInterface
    interface Completing<T> {
        void complete(T thrown, @Nullable Object[] parts);
    }

    /**
     * One constructor of a JDK exception, with what it is given; from nothing but the message if taking is
     * null. Parts beyond the constructor's parameters are for completing.
     */
    public record Making(
            Constructor<?> constructor,
            @Nullable Taking<Throwable> taking,
            @Nullable Completing<Throwable> completing) {

        /** What the constructor is given for an exception that was made with this message. */
        public @Nullable Object[] take(Throwable thrown, @Nullable String message) {
            return taking == null ? new @Nullable Object[] {message} : taking.take(thrown);
        }

        /** Makes one, or one of a subclass by a constructor that does the same. */
        public Throwable make(Constructor<?> same, @Nullable Object[] parts) throws ReflectiveOperationException {
            Throwable thrown = (Throwable) same.newInstance(Arrays.copyOf(parts, constructor.getParameterCount()));
            if (completing != null) {
                completing.complete(thrown, parts);
            }
            return thrown;
        }
    }

    /** How the part of an exception is made that belongs to this JDK class; null if nobody knows. */
    public static @Nullable Making making(Class<?> type) {
        try {
            if (Instances.hasState(type, Throwable.class) && Instances.hasState(type, InterruptedIOException.class)) {
                return withState(type);
            }
            return new Making(Instances.constructor(type, Throwable.class.getConstructor(String.class)), null, null);
        } catch (NoSuchMethodException e) {
            return null;
        }
    }

    /** By module, since each but java.base may be missing. */
    private static @Nullable Making withState(Class<?> type) throws NoSuchMethodException {
        return switch (String.valueOf(type.getModule().getName())) {
            case "java.base" -> BaseThrowables.making(type);
            case "java.sql" -> SqlThrowables.making(type);
            case "java.xml" -> XmlThrowables.making(type);
            case "java.naming" -> NamingThrowables.making(type);
            case "java.rmi" -> RmiThrowables.making(type);
            case "java.scripting" -> ScriptThrowables.making(type);
            default -> null;
        };
    }

    /**
     * Whether a JDK class adds to its message whenever it is asked: what it was made with is looked up
     * instead. What a NullPointerException finds out about itself, it finds out here alone.
     */
    public static boolean composesMessage(Class<?> type) {
        try {
            Class<?> author = type.getMethod("getMessage").getDeclaringClass();
            return author != Throwable.class && author != NullPointerException.class;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The message that an exception was made with. */
    public static @Nullable String messageWithin(Throwable thrown) {
        for (Object part : Peek.into(thrown).parts()) {
            if (part instanceof String message) {
                return message;
            }
            if (part instanceof StackTraceElement[]) {
                return null;
            }
        }
        return thrown.getMessage();
    }

    /** The constructor of a JDK class, and how to get at what it is given. */
    static <T extends Throwable> Making of(Class<T> kind, Class<?> type, Taking<T> taking, Class<?>... parameters)
            throws NoSuchMethodException {
        return new Making(type.getConstructor(parameters), thrown -> taking.take(kind.cast(thrown)), null);
    }

    static <T extends Throwable> Making of(
            Class<T> kind, Class<?> type, Taking<T> taking, Completing<T> completing, Class<?>... parameters)
            throws NoSuchMethodException {
        return new Making(
                type.getConstructor(parameters),
                thrown -> taking.take(kind.cast(thrown)),
                (thrown, parts) -> completing.complete(kind.cast(thrown), parts));
    }
}
