package io.mirai.codec.shape;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.lang.invoke.SerializedLambda;
import org.jspecify.annotations.Nullable;

/**
 * What all lambdas of one place in the code share; they differ by what they capture. The names are as {@link SerializedLambda} has
 * them.
 *
 * @param capturing the class in whose code the place is, with slashes
 */
public record LambdaShape(
        String capturing,
        String interfaceClass,
        String interfaceMethod,
        String interfaceSignature,
        int implKind,
        String implClass,
        String implMethod,
        String implSignature,
        String instantiated) {

    private static final int BUFFER_BYTES = 512;
    private static final int MAX_BYTES = 8 * 3 * 65_536; // eight constants of class files

    /** The shape of a lambda. */
    public static LambdaShape of(SerializedLambda lambda) {
        return new LambdaShape(
                lambda.getCapturingClass(),
                lambda.getFunctionalInterfaceClass(),
                lambda.getFunctionalInterfaceMethodName(),
                lambda.getFunctionalInterfaceMethodSignature(),
                lambda.getImplMethodKind(),
                lambda.getImplClass(),
                lambda.getImplMethodName(),
                lambda.getImplMethodSignature(),
                lambda.getInstantiatedMethodType());
    }

    /** Reads what {@link #bytes} has written. */
    public static LambdaShape of(byte[] bytes) {
        Input in = new Input(bytes);
        return new LambdaShape(
                name(in), name(in), name(in), name(in), in.readByte(), name(in), name(in), name(in), name(in));
    }

    /** The class that the name is of compares it with its own constants, which are interned: so that is quick. */
    private static String name(Input in) {
        return in.readString().intern();
    }

    /** Writes it. */
    public byte[] bytes() {
        Output out = new Output(BUFFER_BYTES, MAX_BYTES);
        out.writeString(capturing);
        out.writeString(interfaceClass);
        out.writeString(interfaceMethod);
        out.writeString(interfaceSignature);
        out.writeByte(implKind);
        out.writeString(implClass);
        out.writeString(implMethod);
        out.writeString(implSignature);
        out.writeString(instantiated);
        return out.toBytes();
    }

    /** The binary name of the class in whose code the place is. */
    public String capturingName() {
        return capturing.replace('/', '.');
    }

    /** A lambda of this shape, taken apart. */
    public SerializedLambda with(Class<?> capturingClass, @Nullable Object[] captured) {
        return new SerializedLambda(
                capturingClass,
                interfaceClass,
                interfaceMethod,
                interfaceSignature,
                implKind,
                implClass,
                implMethod,
                implSignature,
                instantiated,
                captured);
    }
}
