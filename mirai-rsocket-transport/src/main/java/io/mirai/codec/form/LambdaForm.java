package io.mirai.codec.form;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import io.mirai.codec.jdk.Instances;
import io.mirai.codec.jdk.JdkLambdas;
import io.mirai.codec.jdk.Peek;
import io.mirai.codec.rules.ClassList;
import io.mirai.codec.rules.Magic;
import io.mirai.codec.rules.Refusal;
import io.mirai.codec.shape.LambdaShape;
import io.mirai.codec.shape.LambdaShapes;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A lambda by its {@link SerializedLambda}, field by field: its shape, or the number of that, and what it captures. It is rebuilt by the
 * method that the compiler put into the capturing class for that purpose; for the few lambdas of the JDK, where that method is closed
 * to us, see {@link JdkLambdas}.
 */
final class LambdaForm extends Form {

    /** So many lambdas of one place are written before its shape gets a number: those that are sent a few times need none. */
    private static final int BEFORE_NUMBER = 8;

    /** So many more have the shape beside its number, so that most daemons never have to ask for it. */
    private static final int WITH_BOTH = 16;

    /** Beside the number: the shape follows. */
    private static final int WITH_SHAPE = 1;

    private static final MethodType REPLACING = MethodType.methodType(Object.class, Object.class);

    private final @Nullable MethodHandle writeReplace;

    // Of the one class, once one was written. A form belongs to one engine.
    private @Nullable LambdaShape shape;
    private int number = LambdaShapes.NO_NUMBER;
    private int written;

    /** Reads lambdas of any class, and writes those that are taken apart already. */
    LambdaForm() {
        this.writeReplace = null;
    }

    /** Writes lambdas of this one class. */
    LambdaForm(Class<?> type) {
        this.writeReplace = openWriteReplace(type);
    }

    private static @Nullable MethodHandle openWriteReplace(Class<?> type) {
        try {
            Method method = type.getDeclaredMethod("writeReplace");
            method.setAccessible(true);
            return MethodHandles.lookup().unreflect(method).asType(REPLACING);
        } catch (InaccessibleObjectException | NoSuchMethodException | IllegalAccessException e) {
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
        LambdaShape ofPlace = shapeOf(lambda);
        graph.meet(object.getClass(), lambda, ofPlace.capturing());
        written++;
        int known = number(graph, ofPlace);
        boolean withShape = known == LambdaShapes.NO_NUMBER || written <= BEFORE_NUMBER + WITH_BOTH;
        out.writeVarInt(known << 1 | (withShape ? WITH_SHAPE : 0), true);
        if (withShape) {
            write(graph, out, ofPlace);
        }
        out.writeVarInt(lambda.getCapturedArgCount(), true);
        for (int i = 0; i < lambda.getCapturedArgCount(); i++) {
            try {
                graph.put(out, lambda.getCapturedArg(i));
            } catch (Refusal e) {
                throw blame(e, lambda, i);
            }
        }
    }

    private LambdaShape shapeOf(SerializedLambda lambda) {
        if (writeReplace == null) {
            return LambdaShape.of(lambda); // of any place
        }
        LambdaShape known = shape;
        if (known == null) {
            known = LambdaShape.of(lambda);
            shape = known;
        }
        return known;
    }

    private int number(Graph graph, LambdaShape ofPlace) {
        if (writeReplace != null && number == LambdaShapes.NO_NUMBER && written > BEFORE_NUMBER) {
            number = graph.direction().shapes.number(ofPlace);
        }
        return number;
    }

    private static void write(Graph graph, Output out, LambdaShape shape) {
        graph.putText(out, shape.capturing());
        graph.putText(out, shape.interfaceClass());
        graph.putText(out, shape.interfaceMethod());
        graph.putText(out, shape.interfaceSignature());
        out.writeByte(shape.implKind());
        graph.putText(out, shape.implClass());
        graph.putText(out, shape.implMethod());
        graph.putText(out, shape.implSignature());
        graph.putText(out, shape.instantiated());
    }

    private @Nullable Object serialized(Object object) throws ReflectiveOperationException {
        if (object instanceof SerializedLambda) {
            return object; // seen inside a wrapper of the JDK
        }
        return writeReplace == null ? Peek.into(object).root() : Magic.call(writeReplace, object);
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
        int head = in.readVarInt(true);
        int known = head >>> 1;
        LambdaShape beside = (head & WITH_SHAPE) == 0 ? null : readShape(graph, in);
        LambdaPlace place =
                known == LambdaShapes.NO_NUMBER && beside != null ? place(graph, beside) : place(graph, known, beside);
        @Nullable Object[] captured = graph.getElements(in);
        LambdaShape ofPlace = place.shape();
        return place.method() == null
                ? JdkLambdas.rebuild(ofPlace.capturingName(), ofPlace.implMethod(), captured)
                : deserialize(place.method(), ofPlace.with(place.capturing(), captured));
    }

    private static LambdaShape readShape(Graph graph, Input in) {
        return new LambdaShape(
                graph.getText(in),
                graph.getText(in),
                graph.getText(in),
                graph.getText(in),
                in.readByte(),
                graph.getText(in),
                graph.getText(in),
                graph.getText(in),
                graph.getText(in));
    }

    private static LambdaPlace place(Graph graph, int number, @Nullable LambdaShape beside) throws IOException {
        LambdaPlace known = graph.places().get(number);
        if (known == null) {
            LambdaShapes shapes = graph.direction().shapes;
            LambdaShape found = beside == null || shapes == LambdaShapes.NONE ? shapes.find(number) : beside;
            if (found == null) {
                throw new Refusal(null, Texts.noShape(number), null);
            }
            known = place(graph, found);
            graph.places().put(number, known);
        }
        return known;
    }

    private static LambdaPlace place(Graph graph, LambdaShape shape) {
        Class<?> type = graph.resolve(shape.capturingName());
        ClassList.admit(graph.direction(), type);
        if (Instances.isPlatform(type)) {
            return new LambdaPlace(shape, type, null);
        }
        ClassList.admitLambda(graph.direction(), type);
        return new LambdaPlace(shape, type, graph.lambdasOf(type));
    }

    private static Object deserialize(MethodHandle method, SerializedLambda lambda) throws InvocationTargetException {
        return Objects.requireNonNull(Magic.call(method, lambda));
    }
}
