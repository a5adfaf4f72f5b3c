package io.mirai.codec.form;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import io.mirai.codec.rules.Foreign;
import io.mirai.codec.rules.Magic;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;

/**
 * Objects that code tells from others by {@code ==}: they travel by reference to the static field that holds them, so that
 * {@code when} and {@code match} take their branch on the other side.
 */
final class SingleForms {

    private SingleForms() {}

    /**
     * The one instance of a Kotlin object or a Scala module. Nothing of it is written: its state is static state, which does
     * not travel.
     */
    static final class OnlyInstance extends Form {

        private final Field field;

        private OnlyInstance(Field field) {
            this.field = Magic.open(field);
        }

        /** The form of a class that has one instance; null if it may have any number. */
        static @Nullable OnlyInstance find(Class<?> type) {
            Field field = Foreign.onlyInstance(type);
            return field == null ? null : new OnlyInstance(field);
        }

        @Override
        void write(Graph graph, Output out, Object object) {}

        @Override
        @Nullable
        Object read(Graph graph, Input in) throws IllegalAccessException {
            return field.get(null);
        }
    }

    /** An object of a class without fields: by the name of the constant that holds it, which is empty if there is none. */
    static final class Stateless extends Form {

        private final Class<?> type;
        private final Constructor<?> bare;

        Stateless(Class<?> type, Constructor<?> bare) {
            this.type = type;
            this.bare = bare;
        }

        @Override
        void write(Graph graph, Output out, Object object) throws IllegalAccessException {
            graph.putText(out, Constants.nameOf(type, object));
        }

        @Override
        Object read(Graph graph, Input in) throws ReflectiveOperationException {
            String name = graph.getText(in);
            return name.isEmpty() ? bare.newInstance() : Constants.get(graph, name, type);
        }
    }

    /** {@code new Object()}: a lock, or a marker that a constant near the class of its holder may hold. */
    static final class PlainObject extends Form {

        @Override
        void write(Graph graph, Output out, Object object) throws IllegalAccessException {
            graph.putText(out, Constants.nameOf(graph.holder(), object));
        }

        @Override
        Object read(Graph graph, Input in) throws ReflectiveOperationException {
            String name = graph.getText(in);
            return name.isEmpty() ? new Object() : Constants.get(graph, name, Object.class);
        }
    }
}
