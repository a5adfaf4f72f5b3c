package io.mirai.bench.memory;

import io.mirai.SerialConfig;
import io.mirai.Task;
import io.mirai.TaskFunction;
import io.mirai.spi.Body;
import io.mirai.spi.BodyGathering;
import io.mirai.spi.Codec;
import io.mirai.spi.TaskFailure;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A codec whose bodies are numbers, so that its cost is nearly nothing. */
final class NumberCodec implements Codec {

    static final NumberCodec INSTANCE = new NumberCodec();

    private NumberCodec() {}

    static Body encode(int number) {
        return Body.of(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
    }

    static int decode(Body body) {
        return ByteBuffer.wrap(body.chunks().get(0)).getInt();
    }

    @Override
    public Object decodeValue(Body body) {
        return decode(body);
    }

    @Override
    public boolean isTrivial(Body body) {
        return true;
    }

    @Override
    public BodyGathering gathering() {
        return BodyGathering.IN_CHUNKS;
    }

    @Override
    public void serial(List<SerialConfig<?>> configs) {
        throw notANumber();
    }

    @Override
    public Body encodeTask(Task<?> task, Map<String, Object> values) {
        throw notANumber();
    }

    @Override
    public Body encodeFunction(TaskFunction<?, ?> function, Map<String, Object> values) {
        throw notANumber();
    }

    @Override
    public Body encodeElement(@Nullable Object element) {
        throw notANumber();
    }

    @Override
    public TaskFailure decodeFailure(Body body) {
        throw notANumber();
    }

    private static IllegalStateException notANumber() {
        return new IllegalStateException("only numbers are encoded here");
    }
}
