package io.mirai.codec.form;

import java.lang.reflect.Array;
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

    /** How many bytes its elements have. */
    public static long bytes(Object array) {
        return (long) Array.getLength(array) * bytesEach(array.getClass().getComponentType());
    }

    /** The number of such an array on the wire. */
    public static int number(Object array) {
        WireType type = NumberedTypes.byClass(array.getClass());
        if (type == null) {
            throw new IllegalArgumentException(array.getClass().getName());
        }
        return type.getId();
    }

    /** The type of the elements, if an object with this number on the wire is such an array. */
    public static @Nullable Class<?> component(int number) {
        boolean numbered = number >= NumberedTypes.FIRST && number < NumberedTypes.FIRST_NOT_PLAIN;
        Class<?> component = numbered ? NumberedTypes.byNumber(number).getType().getComponentType() : null;
        return component != null && component.isPrimitive() ? component : null;
    }

    /** A copy of such an array. */
    public static Object copyOf(Object array) {
        if (array instanceof double[] doubles) {
            return doubles.clone();
        } else if (array instanceof float[] floats) {
            return floats.clone();
        } else if (array instanceof long[] longs) {
            return longs.clone();
        } else if (array instanceof int[] ints) {
            return ints.clone();
        } else if (array instanceof short[] shorts) {
            return shorts.clone();
        } else if (array instanceof char[] chars) {
            return chars.clone();
        } else if (array instanceof byte[] bytes) {
            return bytes.clone();
        }
        return ((boolean[]) array).clone();
    }

    /** Copies elements into an array, out of the bytes that come next. */
    public static void fill(Object array, int index, int count, ByteBuffer from) {
        ByteBuffer bytes = take(array, count, from);
        if (array instanceof double[] doubles) {
            bytes.asDoubleBuffer().get(doubles, index, count);
        } else if (array instanceof float[] floats) {
            bytes.asFloatBuffer().get(floats, index, count);
        } else if (array instanceof long[] longs) {
            bytes.asLongBuffer().get(longs, index, count);
        } else if (array instanceof int[] ints) {
            bytes.asIntBuffer().get(ints, index, count);
        } else if (array instanceof short[] shorts) {
            bytes.asShortBuffer().get(shorts, index, count);
        } else if (array instanceof char[] chars) {
            bytes.asCharBuffer().get(chars, index, count);
        } else if (array instanceof byte[] all) {
            bytes.get(all, index, count);
        } else {
            boolean[] booleans = (boolean[]) array;
            for (int i = 0; i < count; i++) {
                booleans[index + i] = bytes.get() == 1;
            }
        }
    }

    /** Copies elements out of an array, behind the bytes that are there. */
    public static void copy(Object array, int index, int count, ByteBuffer to) {
        ByteBuffer bytes = take(array, count, to);
        if (array instanceof double[] doubles) {
            bytes.asDoubleBuffer().put(doubles, index, count);
        } else if (array instanceof float[] floats) {
            bytes.asFloatBuffer().put(floats, index, count);
        } else if (array instanceof long[] longs) {
            bytes.asLongBuffer().put(longs, index, count);
        } else if (array instanceof int[] ints) {
            bytes.asIntBuffer().put(ints, index, count);
        } else if (array instanceof short[] shorts) {
            bytes.asShortBuffer().put(shorts, index, count);
        } else if (array instanceof char[] chars) {
            bytes.asCharBuffer().put(chars, index, count);
        } else if (array instanceof byte[] all) {
            bytes.put(all, index, count);
        } else {
            boolean[] booleans = (boolean[]) array;
            for (int i = 0; i < count; i++) {
                bytes.put((byte) (booleans[index + i] ? 1 : 0));
            }
        }
    }

    private static ByteBuffer take(Object array, int count, ByteBuffer bytes) {
        int length = count * bytesEach(array.getClass().getComponentType());
        ByteBuffer taken = bytes.slice(bytes.position(), length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.position(bytes.position() + length);
        return taken;
    }
}
