package io.mirai.codec.jdk;

import static io.mirai.codec.jdk.JdkTable.parts;

import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicMarkableReference;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.AtomicStampedReference;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** java.util.concurrent. A lock arrives unlocked, even if a thread holds it here, as Java serialization has it. */
final class ConcurrentValues {

    static final JdkTable TABLE = new JdkTable()
            .add(AtomicInteger.class, a -> parts(a.get()), p -> new AtomicInteger((int) p[0]))
            .add(AtomicLong.class, a -> parts(a.get()), p -> new AtomicLong((long) p[0]))
            .add(AtomicBoolean.class, a -> parts(a.get()), p -> new AtomicBoolean((boolean) p[0]))
            .add(AtomicReference.class, a -> parts(a.get()), p -> new AtomicReference<>(p[0]))
            .add(
                    AtomicIntegerArray.class,
                    a -> parts(
                            (Object) IntStream.range(0, a.length()).map(a::get).toArray()),
                    p -> new AtomicIntegerArray((int[]) p[0]))
            .add(
                    AtomicLongArray.class,
                    a -> parts((Object)
                            IntStream.range(0, a.length()).mapToLong(a::get).toArray()),
                    p -> new AtomicLongArray((long[]) p[0]))
            .add(AtomicReferenceArray.class, ConcurrentValues::elements, AtomicReferenceArray::new)
            .add(
                    AtomicMarkableReference.class,
                    a -> parts(a.getReference(), a.isMarked()),
                    p -> new AtomicMarkableReference<>(p[0], (boolean) p[1]))
            .add(
                    AtomicStampedReference.class,
                    a -> parts(a.getReference(), a.getStamp()),
                    p -> new AtomicStampedReference<>(p[0], (int) p[1]))
            .add(LongAdder.class, a -> parts(a.sum()), ConcurrentValues::longAdder)
            .add(DoubleAdder.class, a -> parts(a.sum()), ConcurrentValues::doubleAdder)
            .add(ReentrantLock.class, l -> parts(l.isFair()), p -> new ReentrantLock((boolean) p[0]))
            .add(ReentrantReadWriteLock.class, l -> parts(l.isFair()), p -> new ReentrantReadWriteLock((boolean) p[0]))
            .add(
                    Semaphore.class,
                    s -> parts(s.availablePermits(), s.isFair()),
                    p -> new Semaphore((int) p[0], (boolean) p[1]))
            .add(ConcurrentHashMap.KeySetView.class, ConcurrentValues::takeKeySet, ConcurrentValues::makeKeySet);

    private ConcurrentValues() {}

    private static @Nullable Object[] elements(AtomicReferenceArray<?> array) {
        return IntStream.range(0, array.length()).mapToObj(array::get).toArray();
    }

    private static Object longAdder(Object[] p) {
        LongAdder adder = new LongAdder();
        adder.add((long) p[0]);
        return adder;
    }

    private static Object doubleAdder(Object[] p) {
        DoubleAdder adder = new DoubleAdder();
        adder.add((double) p[0]);
        return adder;
    }

    /** A set of its own has a value for new keys; the key set of somebody's map has none. */
    private static @Nullable Object[] takeKeySet(ConcurrentHashMap.KeySetView<?, ?> set) {
        return parts(set.getMappedValue(), set.toArray());
    }

    private static Object makeKeySet(Object[] p) {
        Object mapped = p[0];
        Collection<Object> set =
                mapped == null ? ConcurrentHashMap.newKeySet() : new ConcurrentHashMap<Object, Object>().keySet(mapped);
        for (Object element : (Object[]) p[1]) {
            set.add(element);
        }
        return set;
    }
}
