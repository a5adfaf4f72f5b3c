package io.mirai.codec.jdk;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;

/**
 * Makes objects of the user's classes without running the user's constructors: only a constructor of
 * the nearest JDK class above them runs, by the JDK's own door for serialization libraries
 * ({@code sun.reflect.ReflectionFactory}; by reflection, as the compiler does not let it be named).
 */
public final class Instances {

    private static final Object FACTORY;
    private static final Method NEW_CONSTRUCTOR;

    static {
        try {
            Class<?> factory = Class.forName("sun.reflect.ReflectionFactory");
            FACTORY = factory.getMethod("getReflectionFactory").invoke(null);
            NEW_CONSTRUCTOR = factory.getMethod("newConstructorForSerialization", Class.class, Constructor.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private Instances() {}

    /** The JDK's door for serialization libraries. */
    public static Object factory() {
        return FACTORY;
    }

    /** Whether a class belongs to the JDK. */
    public static boolean isPlatform(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader == null || loader == ClassLoader.getPlatformClassLoader();
    }

    /** A constructor of type that runs only this constructor of one of its superclasses. */
    public static Constructor<?> constructor(Class<?> type, Constructor<?> ofSuperclass) {
        if (type == ofSuperclass.getDeclaringClass()) {
            return ofSuperclass;
        }
        try {
            return (Constructor<?>) NEW_CONSTRUCTOR.invoke(FACTORY, type, ofSuperclass);
        } catch (InvocationTargetException | IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The JDK class that a class is or extends. */
    public static Class<?> nearestPlatformClass(Class<?> type) {
        Class<?> c = type;
        while (!Instances.isPlatform(c)) {
            c = c.getSuperclass();
        }
        return c;
    }

    /** Whether the JDK classes above a user's class hold no state that would be lost. */
    public static boolean isFieldByField(Class<?> type) {
        Class<?> base = nearestPlatformClass(type);
        return base == Object.class || (!hasState(base, Object.class) && hasPlainConstructor(base));
    }

    /** Whether a JDK class has instance fields that Java serialization would carry, below this superclass. */
    static boolean hasState(Class<?> platformClass, Class<?> superclass) {
        for (Class<?> c = platformClass; c != null && c != superclass; c = c.getSuperclass()) {
            for (Field field : c.getDeclaredFields()) {
                if ((field.getModifiers() & (Modifier.STATIC | Modifier.TRANSIENT)) == 0) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean hasPlainConstructor(Class<?> platformClass) {
        try {
            int modifiers = platformClass.getDeclaredConstructor().getModifiers();
            return (modifiers & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0;
        } catch (NoSuchMethodException e) {
            return false;
        }
    }
}
