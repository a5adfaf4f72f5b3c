package io.mirai.codec;

import com.esotericsoftware.kryo.kryo5.io.Input;
import io.mirai.MiraiTooLarge;
import io.mirai.Task;
import io.mirai.codec.rules.Direction;
import io.mirai.codec.rules.Refusal;
import io.mirai.codec.rules.Texts;
import io.mirai.spi.Body;
import io.mirai.spi.TaskFailure;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The daemon's side: reads what the host sends, which it trusts, and writes results. Thread-safe. */
public final class DaemonCodec {

    /** The classes that tasks find, and the engines that know them. */
    private record Home(ClassLoader classes, EnginePool tasks, EnginePool results, EnginePool failures) {

        static Home of(ClassLoader classes, long maxResultBytes) {
            return new Home(
                    classes,
                    new EnginePool(Direction.toDaemon(classes)),
                    new EnginePool(() -> Engine.make(Direction.toHost(classes), maxResultBytes)),
                    new EnginePool(() -> Engine.make(Direction.toHost(classes), MAX_FAILURE_BYTES)));
        }
    }

    /** What a task threw has bounds of its own, which no exception that a person has written reaches. */
    private static final long MAX_FAILURE_BYTES = 64L * 1024 * 1024;

    private final long maxResultBytes;

    private final Home session;

    /** Of the threads that have read what was typed into jshell; they live as long as their daemon. */
    private final Map<Thread, Home> snippets = new ConcurrentHashMap<>();

    /**
     * Makes the codec of one host session.
     *
     * @param sessionClasses finds the user's classes
     * @param maxResultBytes the longest result that its host takes
     */
    public DaemonCodec(ClassLoader sessionClasses, long maxResultBytes) {
        this.maxResultBytes = maxResultBytes;
        this.session = Home.of(sessionClasses, maxResultBytes);
    }

    /**
     * Rebuilds a task. One that was typed into jshell is to be called by the thread that reads it, before this
     * reads another.
     *
     * @throws io.mirai.MiraiNotSerializable if it cannot be read; names class and field path
     */
    public ShippedTask decodeTask(Body body) {
        Home home = homeOf(body);
        return Objects.requireNonNull(
                Doors.read(home.tasks, body, Texts.TASK_NOT_READ, (engine, in) -> readTask(engine, in, home.classes)));
    }

    private Home homeOf(Body task) {
        Map<String, Integer> classes = SnippetState.classes(task);
        if (classes.isEmpty()) {
            return session;
        }
        Home last = snippets.get(Thread.currentThread());
        if (last != null && last.classes instanceof SnippetLoader loader && loader.agreesWith(classes)) {
            return last;
        }
        Home next = Home.of(new SnippetLoader(session.classes), maxResultBytes);
        snippets.put(Thread.currentThread(), next);
        return next;
    }

    private Home home() {
        Home last = snippets.get(Thread.currentThread());
        return last == null ? session : last;
    }

    /**
     * Copies a result.
     *
     * @throws io.mirai.MiraiNotSerializable if it cannot be carried; names class, field path and cure
     * @throws io.mirai.MiraiTooLarge if it is over the limit; nothing of it is kept
     */
    public Body encodeValue(@Nullable Object value) {
        return Doors.write(home().results, Texts.RESULT, (engine, out) -> engine.put(out, value));
    }

    /** Copies what a task threw, as text and, where that can be, as an object. Never fails; bounded. */
    public Body encodeFailure(TaskFailure.Kind kind, Throwable thrown) {
        try {
            return Failures.encode(home().failures, kind, thrown);
        } catch (ChunkStream.TooLong e) {
            String name = thrown.getClass().getName();
            return Failures.encode(home().failures, kind, new MiraiTooLarge(Texts.failureTooLarge(name, e.limit)));
        }
    }

    @SuppressWarnings("unchecked") // the host put strings and objects there
    private static ShippedTask readTask(Engine engine, Input in, ClassLoader classes) {
        SnippetState.restore(engine, in);
        Object task = engine.get(in);
        if (!(task instanceof Task<?> callable)) {
            throw new Refusal(null, Texts.notATask(task), null);
        }
        Map<String, Object> values = (Map<String, Object>) engine.get(in);
        return new ShippedTask(callable, values == null ? Map.of() : values, classes);
    }
}
