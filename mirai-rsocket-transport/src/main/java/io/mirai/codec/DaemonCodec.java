package io.mirai.codec;

import com.esotericsoftware.kryo.kryo5.io.Input;
import io.mirai.MiraiTooLarge;
import io.mirai.SerialConfig;
import io.mirai.Task;
import io.mirai.TaskFunction;
import io.mirai.codec.rules.Refusal;
import io.mirai.codec.rules.SerialConfigs;
import io.mirai.codec.shape.LambdaShapes;
import io.mirai.spi.Body;
import io.mirai.spi.BodyGathering;
import io.mirai.spi.TaskFailure;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The daemon's side: reads what the host sends, which it trusts, and writes results. Thread-safe. */
public final class DaemonCodec {

    private final SerialConfigs configs = new SerialConfigs();

    private final LambdaShapes shapes;
    private final Home session;

    /** The home of each thread that has read what was typed into jshell; the threads live as long as their daemon. */
    private final Map<Thread, Home> snippets = new ConcurrentHashMap<>();

    /**
     * Makes the codec of one host session.
     *
     * @param sessionClasses finds the user's classes
     * @param shapes the host's
     */
    public DaemonCodec(ClassLoader sessionClasses, LambdaShapes shapes) {
        this.shapes = shapes;
        this.session = new Home(sessionClasses, configs, shapes);
    }

    /**
     * Carries objects by these functions of the user from now on, and by no others.
     *
     * @param serial what a task of that kind has returned: a list of configurations
     */
    public void serial(@Nullable Object serial) {
        if (!(serial instanceof List<?> list)) {
            throw new IllegalArgumentException(Texts.notConfigurations(serial));
        }
        configs.set(list.stream()
                .<SerialConfig<?>>map(each -> (SerialConfig<?>) each)
                .toList());
    }

    // ---- What the host sends ----

    /**
     * Rebuilds a task. One that was typed into jshell is to be called by the thread that reads it, before this
     * reads another.
     *
     * @throws io.mirai.MiraiNotSerializable if it cannot be read; names class and field path
     */
    public ShippedTask decodeTask(Body body) {
        Home home = homeOf(body);
        return Objects.requireNonNull(
                Doors.read(home.tasks, body, Texts.TASK_NOT_READ, (engine, in) -> readTask(engine, in, home)));
    }

    /**
     * Rebuilds the function of a map. One that was typed into jshell has classes of its own, whose variables no other task
     * changes.
     *
     * @throws io.mirai.MiraiNotSerializable if it cannot be read; names class and field path
     */
    public ShippedFunction decodeFunction(Body body) {
        Home home = SnippetState.classes(body).isEmpty() ? session : newHome();
        return Objects.requireNonNull(
                Doors.read(home.tasks, body, Texts.FUNCTION_NOT_READ, (engine, in) -> readFunction(engine, in, home)));
    }

    /**
     * The task that applies a function to an element.
     *
     * @throws io.mirai.MiraiNotSerializable if it cannot be read; names class and field path
     */
    public ShippedTask decodeElement(Body body, ShippedFunction function) {
        return function.applyTo(Doors.read(homeOf(body, function).tasks, body, Texts.ELEMENT_NOT_READ, (engine, in) -> {
            SnippetState.restore(engine, in);
            return engine.get(in);
        }));
    }

    /** That of the function, unless the element has classes of jshell that are not, or no more, those there. */
    private Home homeOf(Body element, ShippedFunction function) {
        Map<String, Integer> classes = SnippetState.classes(element);
        boolean alike = classes.isEmpty()
                || (function.home().classes() instanceof SnippetLoader loader && loader.agreesWith(classes));
        return alike ? function.home() : homeOf(element);
    }

    /** How long bodies are put together as they come. */
    public static BodyGathering gathering() {
        return LargeArrays.GATHERING;
    }

    private Home newHome() {
        return new Home(new SnippetLoader(session.classes()), configs, shapes);
    }

    private Home homeOf(Body task) {
        Map<String, Integer> classes = SnippetState.classes(task);
        if (classes.isEmpty()) {
            return session;
        }
        Home last = snippets.get(Thread.currentThread());
        if (last != null && last.classes() instanceof SnippetLoader loader && loader.agreesWith(classes)) {
            return last;
        }
        Home next = newHome();
        snippets.put(Thread.currentThread(), next);
        return next;
    }

    private static ShippedTask readTask(Engine engine, Input in, Home home) {
        SnippetState.restore(engine, in);
        Object task = engine.get(in);
        if (!(task instanceof Task<?> callable)) {
            throw new Refusal(null, Texts.notATask(task), null);
        }
        return new ShippedTask(callable, readValues(engine, in), home);
    }

    @SuppressWarnings("unchecked") // the host put a function of its elements there
    private static ShippedFunction readFunction(Engine engine, Input in, Home home) {
        SnippetState.restore(engine, in);
        Object function = engine.get(in);
        if (!(function instanceof TaskFunction<?, ?>)) {
            throw new Refusal(null, Texts.notATask(function), null);
        }
        return new ShippedFunction((TaskFunction<@Nullable Object, ?>) function, readValues(engine, in), home);
    }

    @SuppressWarnings("unchecked") // the host put strings and objects there
    private static Map<String, Object> readValues(Engine engine, Input in) {
        Map<String, Object> values = (Map<String, Object>) engine.get(in);
        return values == null ? Map.of() : values;
    }

    // ---- What the host gets ----

    /** Where code lives that belongs to no task. */
    public Home session() {
        return session;
    }

    /**
     * Copies a result.
     *
     * @param home of the task that it is of
     * @param maxBytes the longest that the host of the task takes
     * @throws io.mirai.MiraiNotSerializable if it cannot be carried; names class, field path and cure
     * @throws io.mirai.MiraiTooLarge if it is over the limit; nothing of it is kept
     */
    public Body encodeValue(Home home, long maxBytes, @Nullable Object value) {
        return Doors.write(home.results, Texts.RESULT, maxBytes, (engine, out) -> engine.put(out, value));
    }

    /**
     * Copies what a task threw, as text and, where that can be, as an object. Never fails; bounded.
     *
     * @param home of the task, or the {@link #session} where none could be read
     */
    public Body encodeFailure(Home home, TaskFailure.Kind kind, Throwable thrown) {
        try {
            return Failures.encode(home.failures, kind, thrown);
        } catch (ChunkStream.TooLong e) {
            String name = thrown.getClass().getName();
            return Failures.encode(home.failures, kind, new MiraiTooLarge(Texts.failureTooLarge(name, e.limit)));
        }
    }
}
