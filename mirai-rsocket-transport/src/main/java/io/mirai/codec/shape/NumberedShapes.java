package io.mirai.codec.shape;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Numbers the shapes of lambdas for one host, from 1. A program has few of them that are sent often; their number is bounded all the same. */
public final class NumberedShapes implements LambdaShapes {

    private static final int MOST = 4096;

    private final Map<LambdaShape, Integer> numbers = new ConcurrentHashMap<>();
    private final Map<Integer, LambdaShape> shapes = new ConcurrentHashMap<>();

    /** None has a number yet. */
    public NumberedShapes() {}

    @Override
    public int number(LambdaShape shape) {
        Integer known = numbers.get(shape);
        return known != null ? known : add(shape);
    }

    private synchronized int add(LambdaShape shape) {
        if (shapes.size() == MOST) {
            return NO_NUMBER;
        }
        return numbers.computeIfAbsent(shape, added -> {
            int number = shapes.size() + 1;
            shapes.put(number, added);
            return number;
        });
    }

    @Override
    public @Nullable LambdaShape find(int number) {
        return shapes.get(number);
    }
}
