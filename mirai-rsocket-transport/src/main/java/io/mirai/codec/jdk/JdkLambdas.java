package io.mirai.codec.jdk;

import java.util.Comparator;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The serializable lambdas inside the JDK: those of {@link Comparator} and {@link Map.Entry}. Their
 * own way back is closed to reflection, so the public method that once made them makes them again.
 */
@SuppressWarnings({"unchecked", "rawtypes"}) // what a lambda captured tells its method apart, not its types
public final class JdkLambdas {

    private JdkLambdas() {}

    /**
     * Makes a lambda again.
     *
     * @param method the compiler's name of its body, such as {@code lambda$comparing$77a9974f$1}
     */
    public static Object rebuild(String capturingClass, String method, @Nullable Object[] captured) {
        String[] name = method.split("\\$", -1);
        String factory = name.length > 1 ? name[1] : method;
        Object first = captured.length > 0 ? captured[0] : null;
        Object second = captured.length > 1 ? captured[1] : null;
        Object made =
                switch (capturingClass) {
                    case "java.util.Comparator" -> first == null ? null : comparator(factory, first, second);
                    case "java.util.Map$Entry" -> entryComparator(factory, first);
                    default -> null;
                };
        if (made == null) {
            throw new NotCarried(Texts.lambdaOfJdk(capturingClass, method));
        }
        return made;
    }

    private static @Nullable Object comparator(String factory, Object first, @Nullable Object second) {
        return switch (factory) {
            case "comparing" ->
                second == null
                        ? Comparator.comparing((Function) first)
                        : Comparator.comparing((Function) second, (Comparator) first);
            case "comparingInt" -> Comparator.comparingInt((ToIntFunction) first);
            case "comparingLong" -> Comparator.comparingLong((ToLongFunction) first);
            case "comparingDouble" -> Comparator.comparingDouble((ToDoubleFunction) first);
            case "thenComparing" -> ((Comparator) first).thenComparing((Comparator) second);
            default -> null;
        };
    }

    private static @Nullable Object entryComparator(String factory, @Nullable Object order) {
        return switch (factory) {
            case "comparingByKey" ->
                order == null ? Map.Entry.comparingByKey() : Map.Entry.comparingByKey((Comparator) order);
            case "comparingByValue" ->
                order == null ? Map.Entry.comparingByValue() : Map.Entry.comparingByValue((Comparator) order);
            default -> null;
        };
    }
}
