package io.mirai.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.ReferenceResolver;
import com.esotericsoftware.kryo.kryo5.util.IdentityObjectIntMap;
import io.mirai.codec.rules.Refusal;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Objects that occur twice in a graph are sent once. Boxes and enums need no such care. */
@SuppressWarnings("rawtypes") // Kryo's interface
final class WireReferences implements ReferenceResolver {

    private static final int MAX_KEPT = 2048;

    private final IdentityObjectIntMap<Object> written = new IdentityObjectIntMap<>();
    private int writtenCount;
    private int latestWritten;
    private int met;
    private final BitSet withheld = new BitSet();

    /** Those that were written since the first of the attempts that are being made; there is none mostly. */
    private final List<Object> attempted = new ArrayList<>(0);

    private int attempts;

    /** Stands for an object that is not there yet; null stands for one that turned out to be null. */
    private static final Object BEGUN = new Object();

    private ArrayList<@Nullable Object> read = new ArrayList<>();
    private int open;
    private int latest;
    private int referred;

    @Override
    public void setKryo(Kryo kryo) {}

    @Override
    public boolean useReferences(Class type) {
        boolean shared = type != Integer.class
                && type != Long.class
                && type != Double.class
                && type != Boolean.class
                && type != Character.class
                && type != Byte.class
                && type != Short.class
                && type != Float.class
                && !Enum.class.isAssignableFrom(type);
        if (!shared) {
            open++;
        }
        return shared;
    }

    // ---- Writing ----

    @Override
    public int getWrittenId(Object object) {
        int number = written.get(object, -1);
        if (number >= 0 && withheld.get(number)) {
            throw new Refusal(object.getClass(), Texts.referenceTooEarly());
        }
        met = number;
        return number;
    }

    /** The number that the next object gets that was not met before. */
    int nextWrittenId() {
        return writtenCount;
    }

    void forgetMet() {
        met = -1;
    }

    /** The number of the object that was met again last; negative if none was. */
    int met() {
        return met;
    }

    /** The object whose writing has begun last is made last on the other side: until then nothing may refer to it. */
    int withhold() {
        withheld.set(latestWritten);
        return latestWritten;
    }

    void release(int number) {
        withheld.clear(number);
    }

    @Override
    public int addWrittenObject(Object object) {
        written.put(object, writtenCount);
        if (attempts > 0) {
            attempted.add(object);
        }
        latestWritten = writtenCount;
        return writtenCount++;
    }

    /** Forgets an object. Answers its number, to {@link #remember} it by; negative if it was not known. */
    int forget(Object object) {
        return written.remove(object, -1);
    }

    /** Takes the state back to what it was before {@link #forget}. */
    void remember(Object object, int number) {
        if (number < 0) {
            written.remove(object, -1);
        } else {
            written.put(object, number);
        }
    }

    /** Begins an attempt to write, which is to {@link #succeed} or to {@link #fail} with what this returns. */
    int attempt() {
        attempts++;
        return writtenCount;
    }

    void succeed() {
        if (--attempts == 0) {
            attempted.clear();
        }
    }

    /** What was written since then is not there. */
    void fail(int before) {
        for (int i = attempted.size() - 1; i >= 0 && writtenCount > before; i--) {
            Object object = attempted.remove(i);
            if (written.get(object, -1) >= before) {
                written.remove(object, -1);
            }
            writtenCount--;
        }
        succeed();
    }

    // ---- Reading ----

    @Override
    public int nextReadId(Class type) {
        latest = read.size();
        read.add(BEGUN);
        open++;
        return latest;
    }

    /** How many objects Kryo is reading that it has no reference to yet; means nothing while it writes. */
    int open() {
        return open;
    }

    /** It has one now. */
    void close() {
        open--;
    }

    /** The number of the object whose reading has begun last. */
    int latestReadId() {
        return latest;
    }

    /** The number that the next object gets whose reading begins, if it is one that may occur twice. */
    int nextId() {
        return read.size();
    }

    void forgetReferred() {
        referred = -1;
    }

    /** The number of the object that was referred to last; negative if none was. */
    int referred() {
        return referred;
    }

    @Override
    public void setReadObject(int id, @Nullable Object object) {
        read.set(id, object);
    }

    @Override
    public @Nullable Object getReadObject(Class type, int id) {
        referred = id;
        Object object = id < 0 || id >= read.size() ? BEGUN : read.get(id);
        if (object == BEGUN) {
            throw new Refusal(type, Texts.referenceTooEarly());
        }
        return object;
    }

    @Override
    public void reset() {
        written.clear(MAX_KEPT);
        writtenCount = 0;
        withheld.clear();
        attempted.clear();
        attempts = 0;
        open = 0;
        if (read.size() > MAX_KEPT) {
            read = new ArrayList<>();
        } else {
            read.clear();
        }
    }
}
