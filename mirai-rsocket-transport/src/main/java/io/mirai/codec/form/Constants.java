package io.mirai.codec.form;

import io.mirai.codec.jdk.Instances;
import io.mirai.codec.rules.ClassList;
import io.mirai.codec.rules.Magic;
import io.mirai.codec.rules.Refusal;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;

/**
 * Objects that only their identity tells from others, and that a constant (a static final field) holds: markers such as {@code
 * NULL} or {@code EMPTY}. They are carried by the name of the constant, as {@code package.Class#FIELD}.
 */
final class Constants {

    private Constants() {}

    /** The name of the constant of a class, of one above or around it, that holds this object; empty if there is none. */
    static String nameOf(@Nullable Class<?> near, Object object) throws IllegalAccessException {
        for (Class<?> type = near; type != null && !Instances.isPlatform(type); type = type.getSuperclass()) {
            for (Class<?> owner = type; owner != null; owner = around(owner)) {
                for (Field field : owner.getDeclaredFields()) {
                    if (mayHold(field, object.getClass()) && field.trySetAccessible() && field.get(null) == object) {
                        return owner.getName() + "#" + field.getName();
                    }
                }
            }
        }
        return "";
    }

    /** What the constant of this name holds here. */
    static Object get(Graph graph, String name, Class<?> type) throws ReflectiveOperationException {
        int hash = name.lastIndexOf('#');
        Class<?> owner = graph.resolve(name.substring(0, Math.max(0, hash)));
        ClassList.admit(graph.direction(), owner);
        Field field = owner.getDeclaredField(name.substring(hash + 1));
        Object object = mayHold(field, type) && !Instances.isPlatform(owner)
                ? Magic.open(field).get(null)
                : null;
        if (object == null || object.getClass() != type) {
            throw new Refusal(type, Texts.noSuchConstant(name));
        }
        return object;
    }

    private static boolean mayHold(Field field, Class<?> type) {
        int constant = Modifier.STATIC | Modifier.FINAL;
        return (field.getModifiers() & constant) == constant && field.getType().isAssignableFrom(type);
    }

    private static @Nullable Class<?> around(Class<?> type) {
        try {
            return type.getEnclosingClass();
        } catch (LinkageError e) {
            return null; // a class that is not there, or a name of another language
        }
    }
}
