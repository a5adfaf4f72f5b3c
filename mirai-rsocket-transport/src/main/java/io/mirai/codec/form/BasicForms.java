package io.mirai.codec.form;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import io.mirai.codec.rules.Refusal;
import java.lang.reflect.Array;

/** Strings, object arrays, classes, and objects that are nothing but themselves. */
final class BasicForms {

    private BasicForms() {}

    static final class Text extends Form {

        @Override
        void write(Graph graph, Output out, Object text) {
            graph.putText(out, (String) text);
        }

        @Override
        Object read(Graph graph, Input in) {
            return graph.getText(in);
        }
    }

    static final class ArrayOf extends Form {

        private final Class<?> component;

        ArrayOf(Class<?> component) {
            this.component = component;
        }

        @Override
        void write(Graph graph, Output out, Object array) {
            graph.putElements(out, (Object[]) array);
        }

        @Override
        Object read(Graph graph, Input in) {
            Object[] array = (Object[]) Array.newInstance(component, graph.readCount(in, 1));
            graph.reference(array);
            for (int i = 0; i < array.length; i++) {
                Array.set(array, i, graph.getElement(in, i));
            }
            return array;
        }
    }

    /** A class by its name, resolved but not initialised. */
    static final class ClassName extends Form {

        @Override
        void write(Graph graph, Output out, Object value) {
            Class<?> type = (Class<?>) value;
            if (type.isHidden()) {
                throw new Refusal(type, Texts.hiddenClass());
            }
            graph.direction().carried.named(type);
            graph.putText(out, type.getName());
        }

        @Override
        Object read(Graph graph, Input in) {
            return graph.resolve(graph.getText(in));
        }
    }
}
