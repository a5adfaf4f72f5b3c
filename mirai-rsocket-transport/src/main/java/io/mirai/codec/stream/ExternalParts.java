package io.mirai.codec.stream;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.io.Externalizable;

/** An object that writes and reads itself as a whole: one part, see {@link Items}. */
public final class ExternalParts {

    private ExternalParts() {}

    public static void write(ObjectGraph graph, Output out, Externalizable object) throws Exception {
        PartOutput stream = new PartOutput(graph, out, object);
        stream.begin(null);
        stream.write(() -> object.writeExternal(stream));
    }

    public static void readInto(ObjectGraph graph, Input in, Externalizable object) throws Exception {
        PartInput stream = new PartInput(graph, in, object);
        stream.begin();
        stream.read(() -> object.readExternal(stream));
    }
}
