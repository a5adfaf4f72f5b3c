package io.mirai.codec;

import com.esotericsoftware.kryo.kryo5.util.MapReferenceResolver;
import io.mirai.codec.rules.Refusal;
import io.mirai.codec.rules.Texts;

/** Objects that occur twice in a graph are sent once. Boxes and enums need no such care. */
@SuppressWarnings("rawtypes") // Kryo's interface
final class WireReferences extends MapReferenceResolver {

    private int latest;
    private int referred;

    @Override
    public boolean useReferences(Class type) {
        return type != Integer.class
                && type != Long.class
                && type != Double.class
                && type != Boolean.class
                && type != Character.class
                && type != Byte.class
                && type != Short.class
                && type != Float.class
                && !Enum.class.isAssignableFrom(type);
    }

    @Override
    public int nextReadId(Class type) {
        latest = super.nextReadId(type);
        return latest;
    }

    /** The number of the object whose reading has begun last. */
    int latestReadId() {
        return latest;
    }

    /** The number that the next object gets whose reading begins, if it is one that may occur twice. */
    int nextId() {
        return readObjects.size();
    }

    void forgetReferred() {
        referred = -1;
    }

    /** The number of the object that was referred to last; negative if none was. */
    int referred() {
        return referred;
    }

    @Override
    public Object getReadObject(Class type, int id) {
        referred = id;
        Object object = id < 0 || id >= readObjects.size() ? null : readObjects.get(id);
        if (object == null) {
            throw new Refusal(type, Texts.referenceTooEarly());
        }
        return object;
    }
}
