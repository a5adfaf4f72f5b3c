package io.mirai.memory;

import io.mirai.MiraiNotSerializable;
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
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Bodies that are tickets for objects which never leave this JVM. */
class InMemoryCodec implements Codec {

    private static final Object NULL = new Object();
    private boolean marksStrangers;

    private final AtomicLong numbers = new AtomicLong();
    private final Map<Long, Object> objects = new ConcurrentHashMap<>();
    private volatile boolean trivial = true;
    private volatile Consumer<@Nullable Object> onEncode = element -> {};
    private volatile Consumer<Object> onEncodeTask = task -> {};
    private volatile Runnable onDecode = () -> {};

    /** From now on every body is for the codec's pool. */
    void readApart() {
        trivial = false;
    }

    @Override
    public void serial(List<SerialConfig<?>> configs) {
        // Objects travel as they are.
    }

    @Override
    public Body encodeTask(Task<?> task, Map<String, Object> values) {
        onEncodeTask.accept(task);
        return put(task);
    }

    @Override
    public Body encodeFunction(TaskFunction<?, ?> function, Map<String, Object> values) {
        return put(function);
    }

    /** Sets what is called while an element is encoded. */
    void onEncode(Consumer<@Nullable Object> call) {
        onEncode = call;
    }

    /** Sets what is called while a task is encoded. */
    void onEncodeTask(Consumer<Object> call) {
        onEncodeTask = call;
    }

    /** Sets what is called when something is read. */
    void onDecode(Runnable call) {
        onDecode = call;
    }

    /** One that says so cannot be carried. */
    @Override
    public Body encodeElement(@Nullable Object element) {
        onEncode.accept(element);
        if (InMemoryBackend.NOT_SERIALIZABLE.equals(element)) {
            throw new MiraiNotSerializable("it cannot be carried", null);
        }
        return put(element);
    }

    Body put(@Nullable Object object) {
        long number = numbers.incrementAndGet();
        objects.put(number, object == null ? NULL : object);
        return Body.of(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
    }

    @Override
    public @Nullable Object decodeValue(Body body) {
        onDecode.run();
        Object object = objects.get(
                ByteBuffer.wrap(Objects.requireNonNull(body.chunks().get(0))).getLong());
        return object == NULL ? null : object;
    }

    @Override
    public TaskFailure decodeFailure(Body body) {
        Throwable thrown = (Throwable) Objects.requireNonNull(decodeValue(body));
        return new TaskFailure(
                TaskFailure.Kind.THROWN, thrown.getClass().getName(), thrown.getMessage(), List.of(), thrown);
    }

    /** From now on what a stranger brings shows it. */
    void markStrangers() {
        marksStrangers = true;
    }

    @Override
    public Codec forStrangers() {
        if (!marksStrangers) {
            return this;
        }
        return new InMemoryCodec() {
            @Override
            public Object decodeValue(Body body) {
                return "a stranger's " + InMemoryCodec.this.decodeValue(body);
            }
        };
    }

    @Override
    public BodyGathering gathering() {
        return BodyGathering.IN_CHUNKS;
    }

    @Override
    public boolean isTrivial(Body body) {
        return trivial;
    }
}
