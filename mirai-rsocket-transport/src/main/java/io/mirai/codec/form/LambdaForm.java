package io.mirai.codec.form;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import io.mirai.codec.jdk.Instances;
import io.mirai.codec.jdk.JdkLambdas;
import io.mirai.codec.jdk.Peek;
import io.mirai.codec.rules.ClassList;
import io.mirai.codec.rules.Magic;
import io.mirai.codec.rules.Refusal;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A lambda by its {@link SerializedLambda}, field by field. It is rebuilt by the method that the
 * compiler put into the capturing class for that purpose; for the few lambdas of the JDK, where that
 * method is closed to us, see {@link JdkLambdas}.
 */
final class LambdaForm extends Form {

    private final @Nullable Method writeReplace;

    /** Reads lambdas of any class, and writes those that are taken apart already. */
    LambdaForm() {
        this.writeReplace = null;
    }

    /** Writes lambdas of this one class. */
    LambdaForm(Class<?> type) {
        this.writeReplace = openWriteReplace(type);
    }

    private static @Nullable Method openWriteReplace(Class<?> type) {
        try {
            Method method = type.getDeclaredMethod("writeReplace");
            method.setAccessible(true);
            return method;
        } catch (InaccessibleObjectException | NoSuchMethodException e) {
            return null; // in a named module: the JDK's stream may call it, we may not
        }
    }

    @Override
    boolean isMadeLast() {
        return true;
    }

    @Override
    void write(Graph graph, Output out, Object object) throws Exception {
        if (!(serialized(object) instanceof SerializedLambda lambda)) {
            throw new Refusal(object.getClass(), Texts.hiddenClass());
        }
        graph.meet(object.getClass(), lambda);
        graph.putText(out, lambda.getCapturingClass());
        graph.putText(out, lambda.getFunctionalInterfaceClass());
        graph.putText(out, lambda.getFunctionalInterfaceMethodName());
        graph.putText(out, lambda.getFunctionalInterfaceMethodSignature());
        out.writeByte(lambda.getImplMethodKind());
        graph.putText(out, lambda.getImplClass());
        graph.putText(out, lambda.getImplMethodName());
        graph.putText(out, lambda.getImplMethodSignature());
        graph.putText(out, lambda.getInstantiatedMethodType());
        out.writeVarInt(lambda.getCapturedArgCount(), true);
        for (int i = 0; i < lambda.getCapturedArgCount(); i++) {
            try {
                graph.put(out, lambda.getCapturedArg(i));
            } catch (Refusal e) {
                throw blame(e, lambda, i);
            }
        }
    }

    private @Nullable Object serialized(Object object) throws ReflectiveOperationException {
        if (object instanceof SerializedLambda) {
            return object; // seen inside a wrapper of the JDK
        }
        return writeReplace == null ? Peek.into(object).root() : writeReplace.invoke(object);
    }

    private static Refusal blame(Refusal e, SerializedLambda lambda, int argument) {
        String capturing = lambda.getCapturingClass().replace('/', '.');
        Object value = lambda.getCapturedArg(argument);
        if (argument == 0 && isInstanceMethod(lambda) && isInstance(value, capturing)) {
            e.blame(Texts.lambdaCapturesThis(value.getClass()));
            return e;
        }
        return e.at(Texts.capturedVariable(capturing, argument + 1));
    }

    private static boolean isInstanceMethod(SerializedLambda lambda) {
        return lambda.getImplMethodKind() != MethodHandleInfo.REF_invokeStatic
                && lambda.getImplMethodKind() != MethodHandleInfo.REF_newInvokeSpecial;
    }

    private static boolean isInstance(@Nullable Object value, String capturingClass) {
        for (Class<?> c = value == null ? null : value.getClass(); c != null; c = c.getSuperclass()) {
            if (c.getName().equals(capturingClass)) {
                return true;
            }
        }
        return false;
    }

    @Override
    Object read(Graph graph, Input in) throws Exception {
        String capturing = graph.getText(in).replace('/', '.');
        Class<?> type = graph.resolve(capturing);
        ClassList.admit(graph.direction(), type);
        if (!Instances.isPlatform(type)) {
            ClassList.admitLambda(graph.direction(), type);
        }
        String interfaceClass = graph.getText(in);
        String interfaceMethod = graph.getText(in);
        String interfaceSignature = graph.getText(in);
        int kind = in.readByte();
        String implClass = graph.getText(in);
        String implMethod = graph.getText(in);
        String implSignature = graph.getText(in);
        String instantiated = graph.getText(in);
        @Nullable Object[] captured = graph.getElements(in);
        if (Instances.isPlatform(type)) {
            return JdkLambdas.rebuild(capturing, implMethod, captured);
        }
        SerializedLambda lambda = new SerializedLambda(
                type,
                interfaceClass,
                interfaceMethod,
                interfaceSignature,
                kind,
                implClass,
                implMethod,
                implSignature,
                instantiated,
                captured);
        return deserialize(graph.lambdasOf(type), lambda);
    }

    private static Object deserialize(MethodHandle method, SerializedLambda lambda) throws InvocationTargetException {
        return Objects.requireNonNull(Magic.call(method, lambda));
    }
}
