package io.mirai.codec;

import com.esotericsoftware.kryo.kryo5.io.Output;
import io.mirai.SerialConfig;
import io.mirai.Task;
import io.mirai.TaskFunction;
import io.mirai.codec.rules.Direction;
import io.mirai.codec.rules.ListedClasses;
import io.mirai.codec.rules.SerialConfigs;
import io.mirai.codec.rules.Texts;
import io.mirai.codec.snippet.ClassCodes;
import io.mirai.spi.Body;
import io.mirai.spi.BodyGathering;
import io.mirai.spi.Codec;
import io.mirai.spi.ResultClasses;
import io.mirai.spi.TaskFailure;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/** The host's side: writes tasks, and reads what daemons send as data only. Thread-safe. */
public final class HostCodec implements Codec {

    private static final int TRIVIAL_BYTES = 64 * 1024;

    private final SerialConfigs configs = new SerialConfigs();
    private final ClassCodes snippets = new ClassCodes();
    private final UserClasses classes;
    private final EnginePool tasks;
    private final EnginePool results;
    private final Codec forStrangers;
    private final Map<ClassLoader, SoftReference<Codec>> forHomes = new WeakHashMap<>(); // guarded by itself

    /**
     * Makes the codec of one fleet.
     *
     * @param userClasses finds the classes that results may contain and that daemons may ask for, beside the loaders of
     *     what tasks carry
     * @param allowed what the results of strangers may contain, beside the classes that this codec has written
     */
    public HostCodec(ClassLoader userClasses, ResultClasses allowed) {
        ListedClasses listed = new ListedClasses(allowed);
        this.classes = new UserClasses(userClasses, listed);
        this.tasks = new EnginePool(Direction.toDaemon(classes, classes, configs));
        this.results = new EnginePool(Direction.toHost(classes, configs));
        this.forStrangers = new ReadingApart(this, new EnginePool(Direction.fromStranger(classes, listed, configs)));
    }

    /** The loaders of the user's classes: the one from the start, and those that tasks have brought. */
    public List<ClassLoader> userLoaders() {
        return classes.loaders();
    }

    /** The same as it reads what daemons send that this host did not start: classes outside the list are refused. */
    public Codec forStrangers() {
        return forStrangers;
    }

    @Override
    public Codec readingFor(ClassLoader home) {
        if (classes.sees(home)) {
            return this;
        }
        synchronized (forHomes) {
            SoftReference<Codec> known = forHomes.get(home);
            Codec codec = known == null ? null : known.get();
            if (codec == null) {
                codec = new ReadingApart(
                        this, new EnginePool(Direction.toHost(new HomeClasses(home, classes), configs)));
                forHomes.put(home, new SoftReference<>(codec));
            }
            return codec;
        }
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

    /**
     * The bytes of a class that a daemon asks for.
     *
     * @param name what it says the binary name is
     * @return null if there is none, or it is no class of the user's
     */
    public byte @Nullable [] classFile(String name) throws IOException {
        return classes.classFile(name);
    }

    /**
     * The provider files of a service that a daemon asks for, one after the other.
     *
     * @param name what it says the binary name of the service is
     * @return null if there are none on the user's class path
     */
    public byte @Nullable [] services(String name) throws IOException {
        return classes.services(name);
    }

    /**
     * The resources of a name that a daemon asks for, as {@link io.mirai.spi.Parts} has them.
     *
     * @param name what it says the name is
     * @return null if there are none that a daemon may have
     */
    public byte @Nullable [] resources(String name) throws IOException {
        return classes.resourceFiles(name);
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
