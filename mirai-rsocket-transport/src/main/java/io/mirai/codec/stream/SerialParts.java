package io.mirai.codec.stream;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import io.mirai.codec.rules.Magic;
import io.mirai.codec.rules.Refusal;
import java.io.Serializable;
import java.lang.invoke.MethodHandle;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parts of an object that its Serializable classes write and read, superclasses first.
 *
 * <pre>
 *   number of parts
 *   of each: its header, a String[] as anywhere in the graph: the class, and its fields with their types; items, see {@link Items}
 * </pre>
 *
 * Classes are matched by name, since the JDK's differ between versions: a class that was not written is told by its
 * {@code readObjectNoData}, a part of a class that is not here is read and dropped.
 */
public final class SerialParts {

    private final Class<?> type;
    private final List<SerialClass> classes;

    private SerialParts(Class<?> type, List<SerialClass> classes) {
        this.type = type;
        this.classes = classes;
    }

    /** The Serializable classes among type and its superclasses up to base, which is left out. */
    public static SerialParts below(@Nullable Class<?> base, Class<?> type) {
        Deque<SerialClass> classes = new ArrayDeque<>();
        for (Class<?> c = type;
                c != base && c != null && Serializable.class.isAssignableFrom(c);
                c = c.getSuperclass()) {
            classes.addFirst(SerialClass.of(c));
        }
        return new SerialParts(type, new ArrayList<>(classes));
    }

    /** Whether a class or one above it, up to base, has any of the methods, or names its fields. */
    public static boolean haveMethods(@Nullable Class<?> base, Class<?> type) {
        for (Class<?> c = type;
                c != base && c != null && Serializable.class.isAssignableFrom(c);
                c = c.getSuperclass()) {
            if (SerialClass.of(c).hasMethods()) {
                return true;
            }
        }
        return false;
    }

    public void write(ObjectGraph graph, Output out, Object object) throws Exception {
        PartOutput stream = new PartOutput(graph, out, object);
        out.writeVarInt(classes.size(), true);
        for (SerialClass serial : classes) {
            graph.put(out, serial.fields.header);
            stream.begin(serial);
            MethodHandle method = serial.writeObject;
            stream.write(method == null ? stream::defaultWriteObject : () -> Magic.call(method, object, stream));
        }
    }

    public void readInto(ObjectGraph graph, Input in, Object object) throws Exception {
        PartInput stream = new PartInput(graph, in, object);
        int next = 0;
        for (int count = graph.readCount(in, 1); count > 0; count--) {
            String[] header = header(graph, in);
            int position = find(header[0], next);
            if (position < 0) {
                stream.begin(null, header);
                stream.read(() -> {});
            } else {
                for (; next < position; next++) {
                    missing(classes.get(next), object);
                }
                next = position + 1;
                SerialClass serial = classes.get(position);
                stream.begin(serial, header);
                MethodHandle method = serial.readObject;
                stream.read(method == null ? stream::defaultReadObject : () -> Magic.call(method, object, stream));
            }
        }
        for (; next < classes.size(); next++) {
            missing(classes.get(next), object);
        }
    }

    private String[] header(ObjectGraph graph, Input in) {
        if (graph.get(in) instanceof String[] header && header.length > 0) {
            for (String each : header) {
                if (each == null || each.isEmpty()) {
                    throw Refusal.noHeader(type);
                }
            }
            return header;
        }
        throw Refusal.noHeader(type);
    }

    private int find(String name, int from) {
        for (int i = from; i < classes.size(); i++) {
            if (classes.get(i).type.getName().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    private static void missing(SerialClass serial, Object object) throws Exception {
        MethodHandle method = serial.readObjectNoData;
        if (method != null) {
            Magic.call(method, object);
        }
    }
}
