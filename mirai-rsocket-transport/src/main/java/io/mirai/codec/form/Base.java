package io.mirai.codec.form;

import io.mirai.codec.rules.Magic;
import io.mirai.codec.rules.Refusal;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import org.jspecify.annotations.Nullable;

/**
 * Methods of a collection of the JDK as that class itself has them: what a user's class overrides is not called, neither to look
 * into an object nor to fill one, as it is not by Java's serialization.
 */
final class Base {

    private final Class<?> type;
    private final Class<?> base;

    /** The first class below the base: it may call the base's methods past its own. */
    private final Class<?> below;

    Base(Class<?> base, Class<?> type) {
        this.base = base;
        this.type = type;
        Class<?> c = type;
        while (c.getSuperclass() != base) {
            c = c.getSuperclass();
        }
        this.below = c;
    }

    Method method(String name, Class<?> returned, Class<?>... parameters) {
        try {
            MethodHandle method = Magic.special(base, name, MethodType.methodType(returned, parameters), below);
            return new Method(method.asType(method.type().generic()));
        } catch (ReflectiveOperationException e) {
            throw Refusal.unreadable(type.getTypeName(), e);
        }
    }

    /** A method that is called as the base has it. */
    record Method(MethodHandle handle) {

        @Nullable
        Object call(Object receiver) throws InvocationTargetException {
            return Magic.call(handle, receiver);
        }

        @Nullable
        Object call(Object receiver, @Nullable Object argument) throws InvocationTargetException {
            return Magic.call(handle, receiver, argument);
        }

        void call(Object receiver, @Nullable Object first, @Nullable Object second) throws InvocationTargetException {
            try {
                Object ignored = handle.invokeExact(receiver, first, second);
            } catch (Throwable e) { // a user's hash code or comparator
                throw Magic.thrownBy(e);
            }
        }
    }
}
