package io.mirai.codec.form;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import io.mirai.codec.jdk.Instances;
import io.mirai.codec.rules.Refusal;
import io.mirai.codec.stream.SerialMethods;
import io.mirai.codec.stream.SerialParts;
import java.io.Serializable;
import java.lang.reflect.Constructor;
import org.jspecify.annotations.Nullable;

/**
 * An object of a class that has or inherits serialization methods of Java's: what each of its Serializable classes writes.
 *
 * <p>Of the superclasses above, which are not Serializable, Java's stream carries nothing and calls a constructor instead. Here
 * it is called too, as the methods below may rely on it, and then the fields travel as well, if they can: they are set after the
 * methods have run, so that what these put there is not there twice. Without such a constructor they are set before.
 */
final class StreamedForm extends Form {

    private final Constructor<?> constructor;
    private final SerialParts parts;
    private final @Nullable Fields above;
    private final boolean constructed;

    StreamedForm(Class<?> type) {
        Class<?> first = firstNotSerializable(type);
        this.parts = SerialParts.below(first, type);
        Constructor<?> accessible = SerialMethods.constructor(type);
        this.constructed = accessible != null;
        this.constructor = accessible != null ? accessible : withoutIt(type, first);
        Class<?> platform = Instances.nearestPlatformClass(first);
        if (platform != Object.class && !Instances.isPlatform(type) && !Instances.isFieldByField(first)) {
            throw new Refusal(type, Texts.inheritsJdkState(platform));
        }
        this.above = platform == first ? null : Fields.above(platform, first, constructed);
    }

    /** Whether objects of a class are carried so: its Serializable part has the methods, or state of the JDK's. */
    static boolean isFor(Class<?> type) {
        return Serializable.class.isAssignableFrom(type)
                && (SerialParts.haveMethods(null, type) || isBelowSerializable(type));
    }

    private static boolean isBelowSerializable(Class<?> type) {
        return Serializable.class.isAssignableFrom(Instances.nearestPlatformClass(type))
                && !Instances.isFieldByField(type);
    }

    private static Class<?> firstNotSerializable(Class<?> type) {
        Class<?> c = type;
        while (Serializable.class.isAssignableFrom(c)) {
            c = c.getSuperclass();
        }
        return c;
    }

    private static Constructor<?> withoutIt(Class<?> type, Class<?> first) {
        Class<?> platform = Instances.nearestPlatformClass(first);
        if (platform == first && first != Object.class) {
            throw new Refusal(type, Texts.inheritsJdkState(first));
        }
        try {
            return Instances.constructor(type, platform.getDeclaredConstructor());
        } catch (NoSuchMethodException e) {
            throw Refusal.unreadable(type.getTypeName(), e);
        }
    }

    @Override
    void write(Graph graph, Output out, Object object) throws Exception {
        if (above != null && !constructed) {
            above.write(graph, out, object);
        }
        parts.write(graph, out, object);
        if (above != null && constructed) {
            above.write(graph, out, object);
        }
    }

    @Override
    Object read(Graph graph, Input in) throws Exception {
        Object object = constructor.newInstance();
        graph.reference(object);
        if (above != null && !constructed) {
            above.readInto(graph, in, object);
        }
        parts.readInto(graph, in, object);
        if (above != null && constructed) {
            above.readInto(graph, in, object);
        }
        return object;
    }
}
