package io.mirai.codec.form;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import io.mirai.codec.rules.ClassList;
import io.mirai.codec.rules.Refusal;
import io.mirai.codec.stream.SerialParts;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;

/** A dynamic proxy by its interfaces and its handler, which may refer to it. */
final class ProxyForm extends Form {

    private static final InvocationHandler NONE_YET = (proxy, method, arguments) -> {
        throw new IllegalStateException("its handler is still being read");
    };

    /** Looked up by the first who needs it: few do. */
    private static final class Handler {
        static final SerialParts PART = SerialParts.below(null, Proxy.class);
    }

    @Override
    void write(Graph graph, Output out, Object proxy) throws Exception {
        Class<?>[] interfaces = proxy.getClass().getInterfaces();
        graph.putElements(out, interfaces);
        Handler.PART.write(graph, out, proxy);
    }

    @Override
    Object read(Graph graph, Input in) throws Exception {
        Object[] elements = graph.getElements(in);
        Class<?>[] interfaces = new Class<?>[elements.length];
        for (int i = 0; i < elements.length; i++) {
            if (!(elements[i] instanceof Class<?> type && type.isInterface())) {
                throw new Refusal(null, Texts.noInterface(), null);
            }
            ClassList.admitProxy(graph.direction(), type);
            interfaces[i] = type;
        }
        Object proxy = Proxy.newProxyInstance(loader(graph, interfaces), interfaces, NONE_YET);
        graph.reference(proxy);
        Handler.PART.readInto(graph, in, proxy);
        return proxy;
    }

    /** Only the loader of an interface that is not public may make a proxy of it. */
    private static ClassLoader loader(Graph graph, Class<?>[] interfaces) {
        return Arrays.stream(interfaces)
                .filter(type -> !Modifier.isPublic(type.getModifiers()))
                .map(Class::getClassLoader)
                .findFirst()
                .orElse(graph.direction().loader);
    }
}
