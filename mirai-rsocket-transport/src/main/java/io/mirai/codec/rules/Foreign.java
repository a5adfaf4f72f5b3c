package io.mirai.codec.rules;

import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;

/** What other languages of the JVM make of their constructs. None of them need be there. */
public final class Foreign {

    private static final String OF_KOTLIN = "kotlin.Metadata";
    private static final String KOTLIN_FUNCTIONS = "kotlin.jvm.functions.";

    private Foreign() {}

    /** The static field of a Kotlin object or a Scala module that holds its one instance; null if the class is neither. */
    public static @Nullable Field onlyInstance(Class<?> type) {
        Field module = type.getName().endsWith("$") ? ofItself(type, "MODULE$") : null;
        return module == null && isKotlin(type) ? ofItself(type, "INSTANCE") : module;
    }

    private static @Nullable Field ofItself(Class<?> type, String name) {
        try {
            Field field = type.getDeclaredField(name);
            return Modifier.isStatic(field.getModifiers()) && field.getType() == type ? field : null;
        } catch (NoSuchFieldException e) {
            return null;
        }
    }

    private static boolean isKotlin(Class<?> type) {
        for (Annotation annotation : type.getDeclaredAnnotations()) {
            if (annotation.annotationType().getName().equals(OF_KOTLIN)) {
                return true;
            }
        }
        return false;
    }

    /** Why a lambda is not carried whose interface is not Serializable, and the way out in its own language. */
    public static String lambdaNotSerializable(Class<?> lambda, Class<?> functionalInterface) {
        if (!isKotlin(lambda.getNestHost())) {
            return Texts.lambdaNotSerializable(functionalInterface);
        }
        return functionalInterface.getName().startsWith(KOTLIN_FUNCTIONS)
                ? Texts.kotlinFunction()
                : Texts.kotlinLambda(functionalInterface);
    }
}
