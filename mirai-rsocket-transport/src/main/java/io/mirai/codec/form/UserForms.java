package io.mirai.codec.form;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import io.mirai.codec.jdk.Instances;
import io.mirai.codec.rules.Magic;
import io.mirai.codec.rules.Refusal;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The user's enums, records and plain classes. */
final class UserForms {

    private UserForms() {}

    /** An object of any class that is none of the others. */
    static Form plain(Class<?> type) {
        Class<?> base = Instances.nearestPlatformClass(type);
        if (!Instances.isFieldByField(type)) {
            throw new Refusal(type, Texts.inheritsJdkState(base));
        }
        try {
            Constructor<?> bare = Instances.constructor(type, base.getDeclaredConstructor());
            Fields fields = Fields.below(base, type);
            boolean stateless = base == Object.class && fields.isEmpty();
            return stateless ? new SingleForms.Stateless(type, bare) : new FieldByField(fields, bare);
        } catch (NoSuchMethodException e) {
            throw Refusal.unreadable(type.getTypeName(), e);
        }
    }

    /** An enum constant by its name. */
    static final class EnumConstant extends Form {

        private final Class<?> type;

        /** Empty until one is read: to look for them initialises the class. */
        private final Map<String, Object> constants = new HashMap<>();

        EnumConstant(Class<?> declaringClass) {
            this.type = declaringClass;
        }

        @Override
        void write(Graph graph, Output out, Object constant) {
            graph.putText(out, ((Enum<?>) constant).name());
        }

        @Override
        Object read(Graph graph, Input in) {
            String name = graph.getText(in);
            if (constants.isEmpty()) {
                for (Object constant : type.getEnumConstants()) {
                    constants.put(((Enum<?>) constant).name(), constant);
                }
            }
            Object constant = constants.get(name);
            if (constant == null) {
                throw new Refusal(type, Texts.noSuchConstant(name));
            }
            return constant;
        }
    }

    /** A record by its components; rebuilt by its canonical constructor. */
    static final class RecordValue extends Form {

        private final Fields components;
        private final Constructor<?> canonical;

        RecordValue(Class<?> type) {
            RecordComponent[] declared = type.getRecordComponents();
            this.components = Fields.ofRecord(type, declared);
            try {
                this.canonical = Magic.open(type.getDeclaredConstructor(
                        Arrays.stream(declared).map(RecordComponent::getType).toArray(Class<?>[]::new)));
            } catch (NoSuchMethodException e) {
                throw Refusal.unreadable(type.getTypeName(), e);
            }
        }

        @Override
        boolean isMadeLast() {
            return true;
        }

        @Override
        void write(Graph graph, Output out, Object object) throws Exception {
            components.write(graph, out, object);
        }

        @Override
        Object read(Graph graph, Input in) throws Exception {
            @Nullable Object[] values = components.read(graph, in);
            return canonical.newInstance(values);
        }
    }

    /** An object of any other class by its fields; its constructors do not run. */
    static final class FieldByField extends Form {

        private final Fields fields;
        private final Constructor<?> bare;

        FieldByField(Fields fields, Constructor<?> bare) {
            this.fields = fields;
            this.bare = bare;
        }

        @Override
        void write(Graph graph, Output out, Object object) throws Exception {
            fields.write(graph, out, object);
        }

        @Override
        Object read(Graph graph, Input in) throws Exception {
            Object object = bare.newInstance();
            graph.reference(object);
            fields.readInto(graph, in, object);
            return object;
        }
    }
}
