package io.mirai.codec;

import com.esotericsoftware.kryo.kryo5.io.Output;
import io.mirai.SerialConfig;
import io.mirai.Task;
import io.mirai.TaskFunction;
import io.mirai.codec.rules.Direction;
import io.mirai.codec.rules.SerialConfigs;
import io.mirai.codec.snippet.ClassCodes;
import io.mirai.spi.Body;
import io.mirai.spi.BodyGathering;
import io.mirai.spi.Codec;
import io.mirai.spi.TaskFailure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes tasks with one pool of engines, and reads results with another. Thread-safe.
 *
 * <pre>
 *   HostCodec                 its own two pools
 *     ├─ for strangers        its pool for tasks, and engines that read by a stricter list
 *     └─ for one home each    its pool for tasks, and engines that read as that loader sees classes
 *         └─ for strangers    both
 * </pre>
 */
class PoolCodec implements Codec {

    private static final int TRIVIAL_BYTES = 64 * 1024;

    final SerialConfigs configs;
    private final ClassCodes snippets;
    private final EnginePool tasks;
    private final EnginePool results;
    private final Codec forStrangers;

    PoolCodec(SerialConfigs configs, Direction toDaemon, Direction toHost, Direction fromStranger) {
        this.configs = configs;
        this.snippets = new ClassCodes();
        this.tasks = new EnginePool(toDaemon);
        this.results = new EnginePool(toHost);
        this.forStrangers = new PoolCodec(this, fromStranger);
    }

    /** Writes as another does, and reads with engines of its own. */
    PoolCodec(PoolCodec writing, Direction toHost, Direction fromStranger) {
        this.configs = writing.configs;
        this.snippets = writing.snippets;
        this.tasks = writing.tasks;
        this.results = new EnginePool(toHost);
        this.forStrangers = new PoolCodec(this, fromStranger);
    }

    private PoolCodec(PoolCodec writing, Direction fromStranger) {
        this.configs = writing.configs;
        this.snippets = writing.snippets;
        this.tasks = writing.tasks;
        this.results = new EnginePool(fromStranger);
        this.forStrangers = this;
    }

    @Override
    public final Codec forStrangers() {
        return forStrangers;
    }

    @Override
    public void serial(List<SerialConfig<?>> serial) {
        configs.set(serial);
    }

    @Override
    public Body encodeTask(Task<?> task, Map<String, Object> values) {
        return encode(Texts.TASK, (engine, out) -> putWithValues(engine, out, task, values));
    }

    @Override
    public Body encodeFunction(TaskFunction<?, ?> function, Map<String, Object> values) {
        return encode(Texts.FUNCTION, (engine, out) -> putWithValues(engine, out, function, values));
    }

    @Override
    public Body encodeElement(@Nullable Object element) {
        return encode(Texts.ELEMENT, (engine, out) -> engine.put(out, element));
    }

    private static void putWithValues(Engine engine, Output out, Object code, Map<String, Object> values) {
        engine.put(out, code);
        engine.put(out, values.isEmpty() ? null : new LinkedHashMap<>(values));
    }

    /** Behind what it takes along of jshell, which shows when it is written. */
    private Body encode(String what, Engine.Writing graph) {
        SnippetState state = new SnippetState(snippets);
        Body body;
        do {
            body = Doors.write(tasks, what, (engine, out) -> {
                engine.classes.tell(state);
                state.write(engine, out);
                graph.write(engine, out);
            });
        } while (state.grew());
        return body;
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
        if (body.chunks().size() != 1) {
            return false;
        }
        byte[] graph = body.chunks().get(0);
        return graph.length > 0 && graph.length <= TRIVIAL_BYTES && WireClasses.isPlain(graph[0]);
    }

    @Override
    public BodyGathering gathering() {
        return LargeArrays.GATHERING;
    }
}
