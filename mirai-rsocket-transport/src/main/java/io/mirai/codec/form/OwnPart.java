package io.mirai.codec.form;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import io.mirai.codec.stream.SerialParts;
import java.io.Serializable;

/** What the user's classes add to an object of a class of the JDK whose own part has a form here. */
interface OwnPart {

    void write(Graph graph, Output out, Object object) throws Exception;

    void readInto(Graph graph, Input in, Object object) throws Exception;

    /** The part of type and its superclasses up to base, which is left out: what they write themselves, or their fields. */
    static OwnPart below(Class<?> base, Class<?> type) {
        if (!SerialParts.haveMethods(base, type)) {
            return Fields.below(base, type);
        }
        Class<?> first = type;
        while (first != base && Serializable.class.isAssignableFrom(first)) {
            first = first.getSuperclass();
        }
        return new Streamed(Fields.above(base, first, false), SerialParts.below(first, type));
    }

    /** The fields of those that are not Serializable, then what the others write. */
    record Streamed(Fields above, SerialParts parts) implements OwnPart {

        @Override
        public void write(Graph graph, Output out, Object object) throws Exception {
            above.write(graph, out, object);
            parts.write(graph, out, object);
        }

        @Override
        public void readInto(Graph graph, Input in, Object object) throws Exception {
            above.readInto(graph, in, object);
            parts.readInto(graph, in, object);
        }
    }
}
