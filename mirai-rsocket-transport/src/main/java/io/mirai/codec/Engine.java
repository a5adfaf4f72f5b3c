package io.mirai.codec;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import io.mirai.codec.form.Graph;
import io.mirai.codec.form.LambdaPlace;
import io.mirai.codec.form.PrimitiveArrays;
import io.mirai.codec.form.Together;
import io.mirai.codec.form.Waiting;
import io.mirai.codec.rules.Budget;
import io.mirai.codec.rules.Direction;
import io.mirai.codec.rules.Refusal;
import io.mirai.spi.Body;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputValidation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One Kryo with its buffers: used by one thread at a time, for one graph at a time. Every length that
 * a peer declares is held against the bytes left before anything is allocated for it.
 */
final class Engine extends BareKryo implements Graph {

    private static final int BUFFER_BYTES = 8 * 1024;
    private static final int ATTEMPT_BYTES = 512;
    private static final byte[] NO_BYTES = {};
    private static final ChunkStream NOT_WRITING = new ChunkStream(0);

    final Direction direction;
    final WireClasses classes;
    final Budget budget = new Budget();

    private final Output out = new Output(BUFFER_BYTES, BUFFER_BYTES);
    private final Input inlineIn = new Input(NO_BYTES);
    private ChunkStream chunks = NOT_WRITING;
    private long graphLength;
    private ArraysApart arraysApart = ArraysApart.NONE;
    private @Nullable Class<?> holder;

    private final long maxBodyBytes;
    private final int configs;
    private final Together together = new Together();
    private final Validations validations = new Validations();
    private final Progress progress = new Progress();
    private long keyWeight;

    private Engine(Direction direction, WireClasses classes, WireReferences references, long maxBodyBytes) {
        super(classes, references);
        this.direction = direction;
        this.classes = classes;
        this.maxBodyBytes = maxBodyBytes;
        this.configs = direction.configs.version();
    }

    static Engine make(Direction direction, long maxBodyBytes) {
        return new Engine(direction, new WireClasses(direction), new WireReferences(), maxBodyBytes);
    }

    /** Whether what it knows of classes is still so. */
    boolean isCurrent() {
        return configs == direction.configs.version();
    }

    /** Writes one graph, which may have several roots. */
    @FunctionalInterface
    interface Writing {
        void write(Engine engine, Output out);
    }

    /** Reads one graph. */
    @FunctionalInterface
    interface Reading<T> {
        @Nullable
        T read(Engine engine, Input in);
    }

    @Override
    public Direction direction() {
        return direction;
    }

    @Override
    public Budget budget() {
        return budget;
    }

    @Override
    public @Nullable Class<?> enter(@Nullable Class<?> next) {
        Class<?> before = holder;
        holder = next;
        return before;
    }

    @Override
    public @Nullable Class<?> holder() {
        return holder;
    }

    @Override
    public void nextAsIs() {
        classes.nextAsIs();
    }

    @Override
    public void meet(Class<?> type, SerializedLambda lambda, String capturing) {
        classes.meet(type, lambda, capturing);
    }

    @Override
    public int begunId() {
        return references.latestReadId();
    }

    @Override
    public void mayReplace(int id) {
        progress.mayReplace(id);
    }

    @Override
    public int nextId() {
        return references.nextId();
    }

    @Override
    public void replace(int id, Class<?> type, @Nullable Object by) {
        progress.replace(id, type);
        references.setReadObject(id, by);
    }

    @Override
    public Class<?> resolve(String name) {
        return classes.resolve(name);
    }

    @Override
    public MethodHandle lambdasOf(Class<?> capturing) {
        return classes.lambdasOf(capturing);
    }

    @Override
    public Map<Integer, LambdaPlace> places() {
        return classes.places();
    }

    @Override
    public Together together() {
        return together;
    }

    Body encode(Writing graph) {
        return encode(maxBodyBytes, graph);
    }

    Body encode(long maxBytes, Writing graph) {
        try {
            Body body = encodeOnce(maxBytes, graph);
            if (!together.isIncomplete()) {
                return body;
            }
            together.complete();
            return encodeOnce(maxBytes, graph);
        } finally {
            together.clear();
        }
    }

    private Body encodeOnce(long maxBytes, Writing graph) {
        chunks = new ChunkStream(maxBytes);
        out.setOutputStream(chunks);
        try {
            graph.write(this, out);
            return chunks.finish(out);
        } finally {
            out.setOutputStream(null);
            chunks = NOT_WRITING;
            holder = null;
            progress.clear();
            reset();
        }
    }

    <T> @Nullable T decode(Body body, Reading<T> graph) {
        Body parted = LargeArrays.gathered(body);
        arraysApart = new ArraysApart(parted.arrays());
        graphLength = 0;
        for (byte[] chunk : parted.chunks()) {
            graphLength += chunk.length;
        }
        budget.open(body.length());
        boolean inline = parted.chunks().size() == 1;
        Input in = inline ? inlineIn : new Input(new ChunkStream.Reader(parted), BUFFER_BYTES);
        if (inline) {
            in.setBuffer(parted.chunks().get(0));
        }
        try {
            @Nullable T result = graph.read(this, in);
            if (left(in) != 0) {
                throw new Refusal(null, Texts.bytesAfterEnd(left(in)), null);
            }
            arraysApart.end();
            validations.run();
            return result;
        } catch (InvocationTargetException e) {
            throw Refusal.threw(null, e.getCause());
        } finally {
            validations.clear();
            inlineIn.setBuffer(NO_BYTES);
            arraysApart = ArraysApart.NONE;
            together.clear();
            budget.close();
            progress.clear();
            resetReading();
        }
    }

    @Override
    public void put(Output to, @Nullable Object object) {
        if (getDepth() >= direction.maxDepth) {
            throw new Refusal(null, Texts.deeperThan(direction.maxDepth), null);
        }
        int id = references.nextWrittenId();
        Progress.Around around = progress.begin(id);
        references.forgetMet();
        writeClassAndObject(to, object);
        progress.end(id, around, references.nextWrittenId() > id, references.met());
    }

    @Override
    public void putUnshared(Output to, @Nullable Object object) {
        if (object == null) {
            put(to, null);
            return;
        }
        int known = references.forget(object);
        try {
            put(to, object);
        } finally {
            references.remember(object, known);
        }
    }

    @Override
    public void putIfItCan(Output to, @Nullable Object object) {
        if (object != null && !classes.isWritable(object.getClass())) {
            to.writeBoolean(false);
        } else {
            attempt(to, object);
        }
    }

    /** Apart, since what was written of an object is to be forgotten if something inside it is refused. */
    private void attempt(Output to, @Nullable Object object) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Output apart = new Output(bytes, ATTEMPT_BYTES);
        int arrays = chunks.arraysApart();
        int names = classes.written();
        int objects = references.attempt();
        Progress.Here here = progress.here();
        try {
            put(apart, object);
            references.succeed();
        } catch (Refusal e) {
            references.fail(objects);
            progress.back(here);
            classes.forgetWritten(names);
            chunks.forgetApart(arrays);
            to.writeBoolean(false);
            return;
        }
        apart.flush();
        to.writeBoolean(true);
        to.writeBytes(bytes.toByteArray());
    }

    @Override
    public void validateLater(ObjectInputValidation object, int priority) {
        validations.add(object, priority);
    }

    @Override
    public @Nullable Object get(Input from) {
        if (getDepth() >= direction.maxDepth) {
            throw new Refusal(null, Texts.deeperThan(direction.maxDepth), null);
        }
        int id = references.nextId();
        Progress.Around around = progress.begin(id);
        references.forgetReferred();
        Object object = direction.toDaemon ? readClassAndObject(from) : getWeighed(from, id);
        progress.end(id, around, references.nextId() > id, references.referred());
        return object;
    }

    private @Nullable Object getWeighed(Input from, int id) {
        Budget.Mark begun = budget.begin(id);
        Object object = readClassAndObject(from);
        if (object == null) {
            return null;
        }
        if (references.nextId() > id) {
            budget.end(id, begun, object);
        } else if (references.referred() >= 0) {
            budget.repeat(references.referred());
        }
        return object;
    }

    @Override
    public @Nullable Object getKey(Input from, int index) {
        Budget.Mark begun = budget.mark();
        Object key = getElement(from, index);
        if (!direction.toDaemon) {
            budget.hash(begun);
            keyWeight = budget.weightSince(begun);
        }
        return key;
    }

    @Override
    public long keyWeight() {
        return keyWeight;
    }

    @Override
    public boolean isComplete() {
        return progress.isComplete();
    }

    @Override
    public void fillLater(Waiting table) {
        progress.add(table);
    }

    @Override
    public void settle() {
        progress.settle();
    }

    @Override
    public boolean fillNow(Object table) {
        return progress.fillNow(table);
    }

    @Override
    public int withhold() {
        return references.withhold();
    }

    @Override
    public void release(int withheld) {
        references.release(withheld);
    }

    @Override
    public void putElements(Output to, Object[] elements) {
        to.writeVarInt(elements.length, true);
        for (int i = 0; i < elements.length; i++) {
            try {
                put(to, elements[i]);
            } catch (Refusal e) {
                throw e.at("[" + i + "]");
            }
        }
    }

    @Override
    public @Nullable Object getElement(Input from, int index) {
        try {
            return get(from);
        } catch (Refusal e) {
            throw e.at("[" + index + "]");
        }
    }

    @Override
    public @Nullable Object[] getElements(Input from) {
        @Nullable Object[] elements = new Object[readCount(from, 1)];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = getElement(from, i);
        }
        return elements;
    }

    @Override
    public int readCount(Input from, int bytesEach) {
        int count = from.readVarInt(true);
        checkCount(from, count, bytesEach);
        return count;
    }

    @Override
    public void checkCount(Input from, int count, int bytesEach) {
        long left = left(from);
        if (count < 0 || (long) count * bytesEach > left) {
            throw new Refusal(null, Texts.lengthOverBytes(Integer.toUnsignedLong(count), left), null);
        }
        declare((long) count * bytesEach);
    }

    private void declare(long bytes) {
        if (!direction.toDaemon) {
            budget.declare(bytes);
        }
    }

    @Override
    public void checkCapacity(int capacity) {
        if (!direction.toDaemon) {
            budget.spend(Integer.toUnsignedLong(capacity));
        }
    }

    private long left(Input from) {
        return graphLength - from.total();
    }

    @Override
    public boolean putApart(Object array) {
        boolean large = LargeArrays.isLarge(PrimitiveArrays.bytes(array));
        if (large) {
            chunks.putApart(array);
        }
        return large;
    }

    @Override
    public @Nullable Object getApart(Class<?> component, int length) {
        long bytes = (long) length * PrimitiveArrays.bytesEach(component);
        if (!LargeArrays.isLarge(bytes)) {
            return null;
        }
        Object next = arraysApart.next(component, length);
        declare(bytes);
        return next;
    }

    @Override
    public void putText(Output to, String text) {
        Characters.write(to, text);
    }

    @Override
    public String getText(Input from) {
        return Characters.read(from, graphLength);
    }
}
