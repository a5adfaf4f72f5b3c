package io.mirai.codec;

import io.mirai.codec.jdk.Instances;
import java.util.List;
import java.util.Map;

/**
 * Which class names may be resolved. Resolving never initialises a class. What comes from a daemon
 * may name the host's own classes but no class of ours behind the API, and of the JDK only what
 * {@link JdkForms} knows, enums and exceptions.
 */
final class ClassList {

    private static final String API = "io.mirai";

    private static final List<String> INNER = List.of(
            "io.mirai.codec.",
            "io.mirai.daemon.",
            "io.mirai.dispatch.",
            "io.mirai.launch.",
            "io.mirai.spi.",
            "io.mirai.transport.",
            "io.mirai.wire.");

    private static final Map<String, Class<?>> PRIMITIVES = Map.of(
            "boolean", boolean.class,
            "byte", byte.class,
            "char", char.class,
            "short", short.class,
            "int", int.class,
            "long", long.class,
            "float", float.class,
            "double", double.class,
            "void", void.class);

    private final Direction direction;

    ClassList(Direction direction) {
        this.direction = direction;
    }

    /** Whether a class of this name is ours, behind the API. */
    static boolean isInner(String name) {
        return INNER.stream().anyMatch(name::startsWith);
    }

    /** The class with this name, not initialised. That it can be named does not mean that it may be created. */
    Class<?> resolve(String name) {
        Class<?> primitive = PRIMITIVES.get(name);
        if (primitive != null) {
            return primitive;
        }
        try {
            return Class.forName(name, false, direction.loader);
        } catch (ClassNotFoundException | LinkageError e) {
            throw new Refusal(null, Texts.classMissing(name, direction.toDaemon, e), e);
        }
    }

    /**
     * Refuses a class that results may not contain, nor arrays of it, nor lambdas written in it. Of our own API they may
     * contain values: records, enums, exceptions.
     */
    static void admit(Direction direction, Class<?> type) {
        if (direction.toDaemon) {
            return;
        }
        Class<?> element = type;
        while (element.isArray()) {
            element = element.getComponentType();
        }
        String never = Cures.whyNever(element);
        if (never != null) {
            throw new Refusal(element, never);
        }
        if (isInner(element.getName())
                || (element.getPackageName().equals(API) && !isValue(element))
                || (element.isEnum() && Instances.isPlatform(element) && !isOpenToAll(element))) {
            throw new Refusal(null, Texts.outsideList(element.getName()), null);
        }
    }

    private static boolean isValue(Class<?> type) {
        return type.isRecord() || type.isEnum() || type.isInterface() || Throwable.class.isAssignableFrom(type);
    }

    private static boolean isOpenToAll(Class<?> platformClass) {
        String name = platformClass.getPackageName();
        return name.startsWith("java.") && platformClass.getModule().isExported(name);
    }
}
