package io.mirai.codec.shape;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The shapes of lambdas that tasks carry often: such a lambda names its shape by a number of its host. Thread-safe. */
public interface LambdaShapes {

    /** What stands for no number. */
    int NO_NUMBER = 0;

    /** No shape has a number. */
    LambdaShapes NONE = new LambdaShapes() {

        @Override
        public int number(LambdaShape shape) {
            return NO_NUMBER;
        }

        @Override
        public @Nullable LambdaShape find(int number) {
            return null;
        }
    };

    /** The number of a shape, which may be new; {@link #NO_NUMBER} if it gets none. */
    int number(LambdaShape shape);

    /**
     * The shape with this number; null if there is none.
     *
     * @throws IOException if the host cannot be asked
     */
    @Nullable
    LambdaShape find(int number) throws IOException;
}
