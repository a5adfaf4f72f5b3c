package io.mirai.codec.rules;

import io.mirai.codec.jdk.Instances;
import java.util.List;
import java.util.Map;

/**
 * Which class names may be resolved. Resolving never initialises a class. What comes from a daemon
 * may name the host's own classes but no class of ours behind the API, and of the JDK only what
 * our table knows, enums and exceptions.
 */
public final class ClassList {

    private static final String API = "io.mirai";

    private static final List<String> INNER = List.of(
            "io.mirai.cluster.",
            "io.mirai.codec.",
            "io.mirai.daemon.",
            "io.mirai.dispatch.",
            "io.mirai.drain.",
            "io.mirai.form.",
            "io.mirai.launch.",
            "io.mirai.machine.",
            "io.mirai.map.",
            "io.mirai.promise.",
            "io.mirai.random.",
            "io.mirai.spi.",
            "io.mirai.task.",
            "io.mirai.terminal.",
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

    /** Each class of arrays stays in the JVM for good, and 255 dimensions are possible. */
    private static final String TOO_DEEP = "[".repeat(17);

    private final Direction direction;

    public ClassList(Direction direction) {
        this.direction = direction;
    }

    /** Whether a class of this name is ours, behind the API. */
    public static boolean isInner(String name) {
        return INNER.stream().anyMatch(name::startsWith);
    }

    /** The class with this name, not initialised. That it can be named does not mean that it may be created. */
    public Class<?> resolve(String name) {
        Class<?> primitive = PRIMITIVES.get(name);
        if (primitive != null) {
            return primitive;
        }
        if (!direction.toDaemon && name.startsWith(TOO_DEEP)) {
            throw Refusal.outsideList(name);
        }
        String element = elementOf(name);
        boolean api = isApi(element);
        boolean users = api || direction.listing.mayContain(element, direction.loader);
        ClassLoader loader = users ? direction.loader : ClassLoader.getPlatformClassLoader();
        try {
            if (!direction.listing.names(element)) {
                requireFile(element, loader);
            }
            Class<?> type = Class.forName(name, false, loader);
            if (users && !api && !direction.listing.contains(elementOf(type))) {
                throw Refusal.notAllowed(element, direction.loader);
            }
            return type;
        } catch (ClassNotFoundException | LinkageError e) {
            throw users
                    ? new Refusal(null, Texts.classMissing(name, direction.toDaemon, e), e)
                    : Refusal.notAllowed(element, direction.loader);
        }
    }

    /** A loader keeps each name for good that it was asked for, so it is not asked for what a stranger has made up. */
    private static void requireFile(String element, ClassLoader loader) throws ClassNotFoundException {
        if (!element.startsWith("[") && loader.getResource(pathOf(element)) == null) {
            throw new ClassNotFoundException(element);
        }
    }

    /** Where the class file of a class stands. */
    public static String pathOf(String name) {
        return name.replace('.', '/') + ".class";
    }

    /** The name of what an array of this name holds in the end; the name itself if it is none. */
    static String elementOf(String name) {
        int dimensions = 0;
        while (dimensions < name.length() && name.charAt(dimensions) == '[') {
            dimensions++;
        }
        return dimensions > 0 && name.endsWith(";") && name.startsWith("L", dimensions)
                ? name.substring(dimensions + 1, name.length() - 1)
                : name;
    }

    private static Class<?> elementOf(Class<?> type) {
        Class<?> element = type;
        while (element.isArray()) {
            element = element.getComponentType();
        }
        return element;
    }

    private static boolean isApi(String name) {
        return name.startsWith(API) && name.lastIndexOf('.') == API.length();
    }

    /**
     * Refuses a class that results may not contain, nor arrays of it, nor lambdas written in it. Of our own API they may
     * contain values: records, enums, exceptions.
     */
    public static void admit(Direction direction, Class<?> type) {
        if (direction.toDaemon) {
            return;
        }
        Class<?> element = elementOf(type);
        String never = Cures.whyNever(element);
        if (never != null) {
            throw new Refusal(element, never);
        }
        if (isInner(element.getName())
                || (element.getPackageName().equals(API) && !isValue(element))
                || (element.isEnum() && Instances.isPlatform(element) && !isOpenToAll(element))) {
            throw Refusal.outsideList(element.getName());
        }
    }

    /**
     * Refuses a class that has serialization methods, unless the daemon was started by this host or the user has allowed the class
     * by name: the danger of such methods is in the code that they reach, whatever the format.
     */
    public static void admitMethods(Direction direction, Class<?> type) {
        if (!direction.listing.allows(type.getName())) {
            throw new Refusal(type, Texts.methodsNotAllowed(AllowLine.of(type)));
        }
    }

    /** Refuses a lambda that was written in this class, in the same way: who names it chooses what it is called with. */
    public static void admitLambda(Direction direction, Class<?> capturing) {
        if (!direction.listing.allows(capturing.getName())) {
            throw new Refusal(capturing, Texts.lambdaNotAllowed(AllowLine.of(capturing)));
        }
    }

    /** Refuses a proxy of this interface, in the same way: each call of it runs a handler that a daemon has chosen. */
    public static void admitProxy(Direction direction, Class<?> type) {
        if (!direction.listing.allows(type.getName())) {
            throw new Refusal(type, Texts.proxyNotAllowed(AllowLine.of(type)));
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
