package io.mirai.codec.form;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import io.mirai.codec.jdk.Instances;
import io.mirai.codec.jdk.JdkThrowables;
import io.mirai.codec.rules.Magic;
import io.mirai.codec.rules.Refusal;
import io.mirai.codec.rules.SafeText;
import io.mirai.codec.rules.Words;
import java.lang.reflect.Constructor;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An exception: what the JDK class above it needs to be made, its stack, cause, suppressed, and the
 * fields of the user's part. The user's constructors do not run, so an exception needs none of any
 * shape; only a constructor of the nearest JDK class does, which sets the message that no reflection may.
 */
final class ThrowableForm extends Form {

    private final Class<?> type;
    private final JdkThrowables.Making base;
    private final Constructor<?> constructor;
    private final OwnPart own;
    /** It would compose its message twice. */
    private final boolean ownMessage;

    ThrowableForm(Class<?> type) {
        this.type = type;
        Class<?> platform = Instances.nearestPlatformClass(type);
        JdkThrowables.Making making = JdkThrowables.making(platform);
        if (making == null) {
            throw new Refusal(type, Texts.exceptionWithState(platform));
        }
        this.base = making;
        this.constructor = Instances.constructor(type, base.constructor());
        this.own = OwnPart.below(platform, type);
        this.ownMessage = JdkThrowables.composesMessage(platform) || !Magic.isOfJdk(type, "getMessage", String.class);
    }

    @Override
    void write(Graph graph, Output out, Object object) throws Exception {
        Throwable thrown = (Throwable) object;
        graph.putElements(
                out, base.take(thrown, ownMessage ? JdkThrowables.messageWithin(thrown) : thrown.getMessage()));
        graph.put(out, thrown.getStackTrace());
        own.write(graph, out, thrown);
        try {
            graph.put(out, thrown.getCause());
        } catch (Refusal e) {
            throw e.at(Words.className(type) + ".cause");
        }
        graph.putElements(out, thrown.getSuppressed());
    }

    @Override
    Object read(Graph graph, Input in) throws Exception {
        @Nullable Object[] arguments = graph.getElements(in);
        if (!graph.direction().toDaemon) {
            Arrays.setAll(arguments, i -> arguments[i] instanceof String text ? onHost(graph, text) : arguments[i]);
        }
        Throwable thrown = base.make(constructor, arguments);
        graph.reference(thrown);
        if (graph.get(in) instanceof StackTraceElement[] stack) {
            thrown.setStackTrace(graph.direction().toDaemon ? stack : onHost(graph, stack));
        }
        own.readInto(graph, in, thrown);
        Throwable cause = (Throwable) graph.get(in);
        if (cause != null && thrown.getCause() != cause) {
            thrown.initCause(cause);
        }
        for (Object suppressed : List.of(graph.getElements(in))) {
            thrown.addSuppressed((Throwable) suppressed);
        }
        return thrown;
    }

    private static String onHost(Graph graph, String text) {
        graph.budget().copy(text.length());
        return SafeText.of(text);
    }

    private static StackTraceElement[] onHost(Graph graph, StackTraceElement[] stack) {
        graph.budget().copy(stack.length + SafeText.length(stack));
        return SafeText.of(stack);
    }
}
