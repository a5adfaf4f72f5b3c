package io.mirai.codec;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.lang.reflect.Array;

/** Strings, object arrays, classes, and objects that are nothing but themselves. */
final class BasicForms {

    private BasicForms() {}

    static final class Text extends Form {

        @Override
        void write(Engine engine, Output out, Object text) {
            engine.putText(out, (String) text);
        }

        @Override
        Object read(Engine engine, Input in) {
            return engine.getText(in);
        }
    }

    static final class ArrayOf extends Form {

        private final Class<?> component;

        ArrayOf(Class<?> component) {
            this.component = component;
        }

        @Override
        void write(Engine engine, Output out, Object array) {
            engine.putElements(out, (Object[]) array);
        }

        @Override
        Object read(Engine engine, Input in) {
            Object[] array = (Object[]) Array.newInstance(component, engine.readCount(in, 1));
            engine.reference(array);
            for (int i = 0; i < array.length; i++) {
                Array.set(array, i, engine.getElement(in, i));
            }
            return array;
        }
    }

    /** A class by its name, resolved but not initialised. */
    static final class ClassName extends Form {

        @Override
        void write(Engine engine, Output out, Object value) {
            Class<?> type = (Class<?>) value;
            if (type.isHidden()) {
                throw new Refusal(type, Texts.hiddenClass());
            }
            engine.putText(out, type.getName());
        }

        @Override
        Object read(Engine engine, Input in) {
            return engine.classes.resolve(engine.getText(in));
        }
    }

    /** {@code new Object()}: a lock or a marker; only its identity within the graph matters. */
    static final class PlainObject extends Form {

        @Override
        void write(Engine engine, Output out, Object object) {}

        @Override
        Object read(Engine engine, Input in) {
            return new Object();
        }
    }
}
