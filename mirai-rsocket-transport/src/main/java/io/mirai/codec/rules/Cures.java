package io.mirai.codec.rules;

import java.lang.ref.Reference;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;

/** Tells what to do about an object that lives in one JVM only. */
public final class Cures {

    private static final Set<String> HANDLES =
            Set.of("io.mirai.Mirai", "io.mirai.MiraiMap", "io.mirai.Daemons", "io.mirai.DaemonContext");

    private Cures() {}

    /** Why no object of a class of ours is ever carried; null if it may be. */
    public static @Nullable String whyNever(Class<?> type) {
        for (Class<?> c = type; c != null; c = c.getSuperclass()) {
            if (HANDLES.contains(c.getName())) {
                return Texts.handleOfOurs(c.getSimpleName());
            }
        }
        return null;
    }

    /** Whether an object stands for something of its JVM, even if its class is Serializable. */
    public static boolean livesInOneJvm(Class<?> type) {
        return is(
                type,
                Thread.class,
                ThreadGroup.class,
                Executor.class,
                ClassLoader.class,
                Process.class,
                ThreadLocal.class);
    }

    /** Why an object of this JDK class is not carried, and the way out. */
    public static String of(Class<?> type, boolean toDaemon) {
        if (livesInOneJvm(type)) {
            return Texts.livesInOneJvm(toDaemon);
        }
        if (is(type, Future.class, CompletionStage.class)) {
            return Texts.waitForItsValue(toDaemon);
        }
        if (is(type, BaseStream.class, Iterator.class)) {
            return Texts.collectIntoList(toDaemon);
        }
        if (is(type, AutoCloseable.class)) {
            return Texts.openResource(toDaemon);
        }
        if (is(type, Reference.class)) {
            return Texts.takeReferent(toDaemon);
        }
        return Texts.jdkStateClosed(toDaemon);
    }

    /** A cast that makes a lambda of this interface serializable, as it compiles. */
    public static String cast(Class<?> functionalInterface) {
        String typeArguments = functionalInterface.getTypeParameters().length == 0 ? "" : "<…>";
        return "(" + functionalInterface.getSimpleName() + typeArguments + " & Serializable) "
                + switch (arity(functionalInterface)) {
                    case 0 -> "() -> …";
                    case 1 -> "x -> …";
                    case 2 -> "(x, y) -> …";
                    case 3 -> "(x, y, z) -> …";
                    default -> "(…) -> …";
                };
    }

    /** How many parameters the one abstract method has; those of Object, which an interface may repeat, do not count. */
    private static int arity(Class<?> functionalInterface) {
        return Arrays.stream(functionalInterface.getMethods())
                .filter(method -> Modifier.isAbstract(method.getModifiers()) && !isOfObject(method))
                .mapToInt(Method::getParameterCount)
                .findFirst()
                .orElse(1);
    }

    private static boolean isOfObject(Method method) {
        return Arrays.stream(Object.class.getMethods())
                .anyMatch(of -> of.getName().equals(method.getName())
                        && Arrays.equals(of.getParameterTypes(), method.getParameterTypes()));
    }

    /** Whether a module comes with the JDK, whichever loader it has. */
    public static boolean isOfJdk(Module module) {
        return module.isNamed()
                && module.getLayer() == ModuleLayer.boot()
                && ModuleLayer.boot()
                        .configuration()
                        .findModule(module.getName())
                        .flatMap(resolved -> resolved.reference().location())
                        .filter(location -> "jrt".equals(location.getScheme()))
                        .isPresent();
    }

    private static boolean is(Class<?> type, Class<?>... kinds) {
        for (Class<?> kind : kinds) {
            if (kind.isAssignableFrom(type)) {
                return true;
            }
        }
        return false;
    }
}
