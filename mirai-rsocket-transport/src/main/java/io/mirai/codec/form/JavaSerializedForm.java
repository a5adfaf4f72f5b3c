package io.mirai.codec.form;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import io.mirai.codec.rules.Refusal;
import io.mirai.codec.rules.Texts;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.OutputStream;
import java.lang.reflect.Proxy;

/**
 * An object that only its own stream methods can carry, by Java serialization. From the host to a
 * daemon only: {@link Policy} never writes it as a result, and reading one on the host is refused here.
 */
final class JavaSerializedForm extends Form {

    @Override
    void write(Graph graph, Output out, Object object) throws IOException {
        if (!graph.direction().toDaemon) {
            throw new Refusal(object.getClass(), Texts.javaSerializedResult());
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream stream = new ToSession(bytes, graph)) {
            stream.writeObject(object);
        } catch (NotSerializableException e) {
            throw new Refusal(object.getClass().getTypeName(), Texts.insideJavaSerialization(e.getMessage()), e);
        }
        out.writeVarInt(bytes.size(), true);
        out.writeBytes(bytes.toByteArray());
    }

    @Override
    Object read(Graph graph, Input in) throws IOException, ClassNotFoundException {
        if (!graph.direction().toDaemon) {
            throw new Refusal(null, Texts.javaSerializedFromDaemon(), null);
        }
        byte[] bytes = in.readBytes(graph.readCount(in, 1));
        try (ObjectInputStream stream = new OfSession(bytes, graph.direction().loader)) {
            return stream.readObject();
        }
    }

    /** Tells which classes it meets that were typed into jshell. */
    private static final class ToSession extends ObjectOutputStream {

        private final Graph graph;

        ToSession(OutputStream bytes, Graph graph) throws IOException {
            super(bytes);
            this.graph = graph;
        }

        @Override
        protected void annotateClass(Class<?> type) {
            graph.meet(type);
        }
    }

    /** Finds classes in the session's loader. */
    private static final class OfSession extends ObjectInputStream {

        private final ClassLoader loader;

        OfSession(byte[] bytes, ClassLoader loader) throws IOException {
            super(new ByteArrayInputStream(bytes));
            this.loader = loader;
        }

        @Override
        protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
            try {
                return Class.forName(description.getName(), false, loader);
            } catch (ClassNotFoundException e) {
                return super.resolveClass(description); // primitive types
            }
        }

        @Override
        protected Class<?> resolveProxyClass(String[] interfaces) throws ClassNotFoundException {
            Class<?>[] types = new Class<?>[interfaces.length];
            for (int i = 0; i < types.length; i++) {
                types[i] = Class.forName(interfaces[i], false, loader);
            }
            return Proxy.newProxyInstance(loader, types, (proxy, method, arguments) -> null)
                    .getClass();
        }
    }
}
