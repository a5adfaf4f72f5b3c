package io.mirai.codec.form;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import io.mirai.SerialConfig;
import io.mirai.codec.rules.Refusal;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Objects that the user's own functions carry.
 *
 * <pre>
 *   each by itself      what its function made of it, an array of bytes
 *   all together        its position among all of them in this graph, from 0; the first is followed by their number and the bytes
 * </pre>
 */
final class SerialForm extends Form {

    private final SerialConfig<?> config;
    private final String type;

    SerialForm(SerialConfig<?> config) {
        this.config = config;
        this.type = config.type().getTypeName();
    }

    @Override
    void write(Graph graph, Output out, Object object) {
        if (!config.isTogether()) {
            graph.put(out, bytesOf(config, List.of(object)));
            return;
        }
        Together together = graph.together();
        int position = together.add(config, object);
        out.writeVarInt(position, true);
        List<Object> all = together.all(config);
        if (position == 0 && !together.isGathering()) {
            out.writeVarInt(all.size(), true);
            graph.put(out, bytesOf(config, all));
        }
    }

    @SuppressWarnings("unchecked") // they are of its class
    private <T> byte[] bytesOf(SerialConfig<T> user, List<?> objects) {
        byte @Nullable [] bytes;
        try {
            bytes = user.toBytes((List<T>) objects);
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable e) { // whatever a user's function may throw
            throw new Refusal(type, Texts.toBytesThrew(e), e);
        }
        if (bytes == null) {
            throw new Refusal(type, Texts.toBytesNull(), null);
        }
        return bytes;
    }

    @Override
    Object read(Graph graph, Input in) {
        if (!config.isTogether()) {
            return only(objectsOf(graph.get(in), 1), 0);
        }
        int position = in.readVarInt(true);
        Together together = graph.together();
        if (position == 0) {
            int count = in.readVarInt(true);
            together.put(config, objectsOf(graph.get(in), count));
        }
        return only(together.read(config), position);
    }

    private Object only(List<?> objects, int position) {
        Object object = position >= 0 && position < objects.size() ? objects.get(position) : null;
        if (object == null || !config.type().isInstance(object)) {
            throw new Refusal(type, Texts.fromBytesOther(object), null);
        }
        return object;
    }

    private List<?> objectsOf(@Nullable Object bytes, int count) {
        if (!(bytes instanceof byte[] array)) {
            throw new Refusal(type, Texts.fromBytesOther(bytes), null);
        }
        List<?> objects;
        try {
            objects = Objects.requireNonNull(config.fromBytes(array), "null");
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable e) { // whatever a user's function may throw
            throw new Refusal(type, Texts.fromBytesThrew(e), e);
        }
        if (objects.size() != count) {
            throw new Refusal(type, Texts.fromBytesCount(count, objects.size()), null);
        }
        return objects;
    }
}
