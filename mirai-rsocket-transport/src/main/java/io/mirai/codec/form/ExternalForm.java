package io.mirai.codec.form;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import io.mirai.codec.jdk.Instances;
import io.mirai.codec.rules.Magic;
import io.mirai.codec.rules.Refusal;
import io.mirai.codec.stream.ExternalParts;
import java.io.Externalizable;
import java.lang.reflect.Constructor;

/** An object that writes and reads itself as a whole; its public constructor makes it. */
final class ExternalForm extends Form {

    private final Constructor<?> constructor;

    ExternalForm(Class<?> type) {
        try {
            Constructor<?> found = type.getConstructor();
            this.constructor = Instances.isPlatform(type) ? found : Magic.open(found);
        } catch (NoSuchMethodException e) {
            throw new Refusal(type, Texts.noPublicConstructor());
        }
    }

    @Override
    void write(Graph graph, Output out, Object object) throws Exception {
        ExternalParts.write(graph, out, (Externalizable) object);
    }

    @Override
    Object read(Graph graph, Input in) throws Exception {
        Externalizable object = (Externalizable) constructor.newInstance();
        graph.reference(object);
        ExternalParts.readInto(graph, in, object);
        return object;
    }
}
