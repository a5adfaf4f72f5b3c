package io.mirai.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Registration;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.SerializerFactory;
import com.esotericsoftware.kryo.kryo5.io.Input;
import org.jspecify.annotations.Nullable;

/**
 * Kryo without the serializers that the policy replaces, and as new after each graph, however that graph ended. Kryo
 * itself keeps a stack of the objects that it is reading, and leaves on it those of a graph that failed, and those that
 * turned out to be null.
 */
@SuppressWarnings("rawtypes") // Kryo's interface
abstract class BareKryo extends Kryo {

    private static final Object NOTHING = new Object();

    final WireReferences references;

    BareKryo(WireClasses classes, WireReferences references) {
        super(classes, references);
        this.references = references;
        setAutoReset(false);
    }

    // Kryo's constructor sets up some seventy serializers. To leave that out saves most of what the first task of a
    // JVM would wait for.

    @Override
    public final void addDefaultSerializer(Class type, Serializer serializer) {}

    @Override
    public final void addDefaultSerializer(Class type, SerializerFactory factory) {}

    @Override
    public final void addDefaultSerializer(Class type, Class<? extends Serializer> serializer) {}

    @Override
    public final @Nullable Registration register(Class type, Serializer serializer) {
        return null;
    }

    @Override
    public final void reference(@Nullable Object begun) {
        if (begun != null) {
            references.close();
        }
        super.reference(begun);
    }

    @Override
    public final @Nullable Object readClassAndObject(Input in) {
        int open = references.open();
        int id = references.nextId();
        Object object = super.readClassAndObject(in);
        if (references.open() > open) {
            reference(NOTHING);
            references.setReadObject(id, null);
        }
        return object;
    }

    /** Forgets the graph that was read, and what of it a failure has left half read. */
    final void resetReading() {
        while (references.open() > 0) {
            reference(NOTHING);
        }
        reset();
    }
}
