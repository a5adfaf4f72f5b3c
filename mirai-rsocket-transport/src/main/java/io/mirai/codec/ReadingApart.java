package io.mirai.codec;

import io.mirai.SerialConfig;
import io.mirai.Task;
import io.mirai.TaskFunction;
import io.mirai.codec.rules.Texts;
import io.mirai.spi.Body;
import io.mirai.spi.BodyGathering;
import io.mirai.spi.Codec;
import io.mirai.spi.TaskFailure;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes as another codec does, and reads with engines of its own: by a stricter list, or as another loader sees classes. */
final class ReadingApart implements Codec {

    private final Codec codec;
    private final EnginePool results;

    ReadingApart(Codec codec, EnginePool results) {
        this.codec = codec;
        this.results = results;
    }

    @Override
    public void serial(List<SerialConfig<?>> configs) {
        codec.serial(configs);
    }

    @Override
    public Body encodeTask(Task<?> task, Map<String, Object> values) {
        return codec.encodeTask(task, values);
    }

    @Override
    public Body encodeFunction(TaskFunction<?, ?> function, Map<String, Object> values) {
        return codec.encodeFunction(function, values);
    }

    @Override
    public Body encodeElement(@Nullable Object element) {
        return codec.encodeElement(element);
    }

    @Override
    public @Nullable Object decodeValue(Body body) {
        return Doors.read(results, body, Texts.RESULT_NOT_READ, Engine::get);
    }

    @Override
    public TaskFailure decodeFailure(Body body) {
        return Failures.decode(results, body);
    }

    @Override
    public boolean isTrivial(Body body) {
        return codec.isTrivial(body);
    }

    @Override
    public BodyGathering gathering() {
        return codec.gathering();
    }
}
