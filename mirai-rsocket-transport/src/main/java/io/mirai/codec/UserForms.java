package io.mirai.codec;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import io.mirai.codec.jdk.Instances;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The user's enums, records and plain classes. */
final class UserForms {

    private UserForms() {}

    /** An enum constant by its name. */
    static final class EnumConstant extends Form {

        private final Class<?> type;

        EnumConstant(Class<?> declaringClass) {
            this.type = declaringClass;
        }

        @Override
        void write(Engine engine, Output out, Object constant) {
            engine.putText(out, ((Enum<?>) constant).name());
        }

        @Override
        Object read(Engine engine, Input in) {
            String name = engine.getText(in);
            for (Object constant : type.getEnumConstants()) {
                if (((Enum<?>) constant).name().equals(name)) {
                    return constant;
                }
            }
            throw new Refusal(type, Texts.noSuchConstant(name));
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
                throw new Refusal(type.getTypeName(), Texts.unreadable(e), e);
            }
        }

        @Override
        void write(Engine engine, Output out, Object object) throws Exception {
            components.write(engine, out, object);
        }

        @Override
        Object read(Engine engine, Input in) throws Exception {
            @Nullable Object[] values = components.read(engine, in);
            return canonical.newInstance(values);
        }
    }

    /** An object of any other class by its fields; its constructors do not run. */
    static final class FieldByField extends Form {

        private final Fields fields;
        private final Constructor<?> bare;

        FieldByField(Class<?> type) {
            Class<?> base = Instances.nearestPlatformClass(type);
            if (!Instances.isFieldByField(type)) {
                throw new Refusal(type, Texts.inheritsJdkState(base));
            }
            this.fields = Fields.below(base, type);
            try {
                this.bare = Instances.constructor(type, base.getDeclaredConstructor());
            } catch (NoSuchMethodException e) {
                throw new Refusal(type.getTypeName(), Texts.unreadable(e), e);
            }
        }

        @Override
        void write(Engine engine, Output out, Object object) throws Exception {
            fields.write(engine, out, object);
        }

        @Override
        Object read(Engine engine, Input in) throws Exception {
            Object object = bare.newInstance();
            engine.reference(object);
            fields.readInto(engine, in, object);
            return object;
        }
    }
}
