package io.mirai.codec;

import com.esotericsoftware.kryo.kryo5.io.Input;
import io.mirai.MiraiNotSerializable;
import io.mirai.codec.rules.Refusal;
import io.mirai.spi.Body;
import io.mirai.spi.TaskFailure;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Failures on the wire: the kind, the exceptions as text, and the exception itself as a graph of its
 * own behind its length, where it can be carried. Whatever is wrong with the graph, the text remains.
 */
final class Failures {

    /** Their order is part of the protocol. */
    private static final List<TaskFailure.Kind> KINDS = List.of(
            TaskFailure.Kind.THROWN,
            TaskFailure.Kind.RESULT_NOT_SERIALIZABLE,
            TaskFailure.Kind.TASK_NOT_READABLE,
            TaskFailure.Kind.RESULT_TOO_LARGE);

    private static final int MAX_GRAPH_BYTES = 1024 * 1024;

    private Failures() {}

    static Body encode(EnginePool pool, TaskFailure.Kind kind, Throwable thrown) {
        List<byte[]> graph = graphOf(pool, thrown);
        return Objects.requireNonNull(pool.use(engine -> engine.encode((e, out) -> {
            out.writeByte(KINDS.indexOf(kind));
            FailureText.write(e, out, thrown);
            out.writeVarInt(graph.stream().mapToInt(chunk -> chunk.length).sum(), true);
            graph.forEach(out::writeBytes);
        })));
    }

    private static List<byte[]> graphOf(EnginePool pool, Throwable thrown) {
        if (!FailureText.isPrintable(thrown, false)) {
            return List.of();
        }
        try {
            Body graph = Objects.requireNonNull(pool.use(engine -> engine.encode((e, out) -> e.put(out, thrown))));
            return graph.length() > MAX_GRAPH_BYTES ? List.of() : graph.chunks();
        } catch (Throwable e) { // the text tells what happened; no trouble of the exception's own may hide it
            return List.of();
        }
    }

    static TaskFailure decode(EnginePool pool, Body body) {
        try {
            Parts parts = Objects.requireNonNull(pool.use(engine -> engine.decode(body, Failures::read)));
            RemoteThrowable text = parts.standIn;
            Throwable original = parts.graph.length() == 0 ? null : rebuild(pool, parts.graph);
            boolean same = original != null && original.getClass().getName().equals(text.className());
            return new TaskFailure(
                    parts.kind,
                    text.className(),
                    text.getMessage(),
                    List.of(text.getStackTrace()),
                    original != null && same ? original : text);
        } catch (Throwable e) { // the task has failed, and those who wait for it must learn that
            MiraiNotSerializable unreadable = new MiraiNotSerializable(Texts.failureUnreadable(e), null);
            return new TaskFailure(
                    TaskFailure.Kind.THROWN, Throwable.class.getName(), unreadable.getMessage(), List.of(), unreadable);
        }
    }

    private record Parts(TaskFailure.Kind kind, RemoteThrowable standIn, Body graph) {}

    private static Parts read(Engine engine, Input in) {
        int kind = in.readByte();
        if (kind < 0 || kind >= KINDS.size()) {
            throw new Refusal(null, Texts.unknownTypeNumber(kind), null);
        }
        RemoteThrowable standIn = FailureText.read(engine, in);
        int graph = engine.readCount(in, 1);
        if (graph > MAX_GRAPH_BYTES) {
            in.skip(graph);
            return new Parts(KINDS.get(kind), standIn, Body.EMPTY);
        }
        return new Parts(KINDS.get(kind), standIn, Body.of(in.readBytes(graph)));
    }

    private static @Nullable Throwable rebuild(EnginePool pool, Body graph) {
        try {
            return pool.use(engine -> {
                Object object = engine.decode(graph, Engine::get);
                boolean fit = object instanceof Throwable thrown
                        && FailureText.isPrintable(thrown, engine.direction.isFromStranger());
                return fit ? (Throwable) object : null;
            });
        } catch (Throwable e) { // whatever a user's method may throw; the text remains
            return null;
        }
    }
}
