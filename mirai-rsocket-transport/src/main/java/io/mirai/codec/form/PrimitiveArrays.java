package io.mirai.codec.form;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Copies the elements of arrays of primitives from and to bytes, many at a time: each in its full width with the lowest
 * byte first, which is how memory has them on the processors that there are.
 */
public final class PrimitiveArrays {

    private PrimitiveArrays() {}

    /** How many bytes an element has. */
    public static int bytesEach(Class<?> component) {
        return switch (component.getName()) {
            case "boolean", "byte" -> 1;
            case "char", "short" -> 2;
            case "int", "float" -> 4;
            default -> 8;
        };
    }

    /** The type of the elements, if an object with this number on the wire is such an array. */
    public static @Nullable Class<?> component(int number) {
        boolean numbered = number >= NumberedTypes.FIRST && number < NumberedTypes.FIRST_NOT_PLAIN;
        Class<?> component = numbered ? NumberedTypes.byNumber(number).getType().getComponentType() : null;
        return component != null && component.isPrimitive() ? component : null;
    }

    /** Copies elements into an array. */
    public static void fill(Object array, int index, int count, byte[] bytes, int offset) {
        ByteBuffer from = window(array, count, bytes, offset);
        if (array instanceof double[] doubles) {
            from.asDoubleBuffer().get(doubles, index, count);
        } else if (array instanceof float[] floats) {
            from.asFloatBuffer().get(floats, index, count);
        } else if (array instanceof long[] longs) {
            from.asLongBuffer().get(longs, index, count);
        } else if (array instanceof int[] ints) {
            from.asIntBuffer().get(ints, index, count);
        } else if (array instanceof short[] shorts) {
            from.asShortBuffer().get(shorts, index, count);
        } else if (array instanceof char[] chars) {
            from.asCharBuffer().get(chars, index, count);
        } else if (array instanceof byte[] all) {
            from.get(all, index, count);
        } else {
            boolean[] booleans = (boolean[]) array;
            for (int i = 0; i < count; i++) {
                booleans[index + i] = from.get() == 1;
            }
        }
    }

    /** Copies elements out of an array. */
    static void copy(Object array, int index, int count, byte[] bytes, int offset) {
        ByteBuffer to = window(array, count, bytes, offset);
        if (array instanceof double[] doubles) {
            to.asDoubleBuffer().put(doubles, index, count);
        } else if (array instanceof float[] floats) {
            to.asFloatBuffer().put(floats, index, count);
        } else if (array instanceof long[] longs) {
            to.asLongBuffer().put(longs, index, count);
        } else if (array instanceof int[] ints) {
            to.asIntBuffer().put(ints, index, count);
        } else if (array instanceof short[] shorts) {
            to.asShortBuffer().put(shorts, index, count);
        } else if (array instanceof char[] chars) {
            to.asCharBuffer().put(chars, index, count);
        } else if (array instanceof byte[] all) {
            to.put(all, index, count);
        } else {
            boolean[] booleans = (boolean[]) array;
            for (int i = 0; i < count; i++) {
                to.put((byte) (booleans[index + i] ? 1 : 0));
            }
        }
    }

    private static ByteBuffer window(Object array, int count, byte[] bytes, int offset) {
        int length = count * bytesEach(array.getClass().getComponentType());
        return ByteBuffer.wrap(bytes, offset, length).order(ByteOrder.LITTLE_ENDIAN);
    }
}
