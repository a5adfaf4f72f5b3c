package io.mirai.codec;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import io.mirai.codec.jdk.Instances;
import io.mirai.codec.jdk.JdkThrowables;
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
    private final Fields own;
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
        this.own = Fields.below(platform, type);
        this.ownMessage = JdkThrowables.composesMessage(platform) || !Magic.isOfJdk(type, "getMessage", String.class);
    }

    @Override
    void write(Engine engine, Output out, Object object) throws Exception {
        Throwable thrown = (Throwable) object;
        engine.putElements(
                out, base.take(thrown, ownMessage ? JdkThrowables.messageWithin(thrown) : thrown.getMessage()));
        engine.put(out, thrown.getStackTrace());
        own.write(engine, out, thrown);
        try {
            engine.put(out, thrown.getCause());
        } catch (Refusal e) {
            throw e.at(Texts.className(type) + ".cause");
        }
        engine.putElements(out, thrown.getSuppressed());
    }

    @Override
    Object read(Engine engine, Input in) throws Exception {
        @Nullable Object[] arguments = engine.getElements(in);
        if (!engine.direction.toDaemon) {
            Arrays.setAll(arguments, i -> arguments[i] instanceof String text ? FailureText.safe(text) : arguments[i]);
        }
        Throwable thrown = base.make(constructor, arguments);
        engine.reference(thrown);
        if (engine.get(in) instanceof StackTraceElement[] stack) {
            thrown.setStackTrace(engine.direction.toDaemon ? stack : onHost(engine, stack));
        }
        own.readInto(engine, in, thrown);
        Throwable cause = (Throwable) engine.get(in);
        if (cause != null && thrown.getCause() != cause) {
            thrown.initCause(cause);
        }
        for (Object suppressed : List.of(engine.getElements(in))) {
            thrown.addSuppressed((Throwable) suppressed);
        }
        return thrown;
    }

    private static StackTraceElement[] onHost(Engine engine, StackTraceElement[] stack) {
        engine.budget.copy(stack.length);
        return FailureText.safe(stack);
    }
}
