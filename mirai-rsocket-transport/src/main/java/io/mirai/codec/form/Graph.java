package io.mirai.codec.form;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import io.mirai.codec.rules.Budget;
import io.mirai.codec.rules.Direction;
import io.mirai.codec.stream.ObjectGraph;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.SerializedLambda;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The objects that are being written or read, as a form of one of them sees the others. */
public interface Graph extends ObjectGraph {

    Direction direction();

    Budget budget();

    /** What the user's own functions carry together. */
    Together together();

    // Both.

    /** Whether the last object is complete: nothing in it refers to one that is still being read, or written. */
    boolean isComplete();

    /** Keeps a table until its keys are complete. */
    void fillLater(Waiting table);

    /** Fills those that were kept for the object whose reading has begun last and not ended, if that is all they wait for. */
    void settle();

    /** Fills a table now, if it was kept so. Says whether it was. */
    boolean fillNow(Object table);

    // Writing.

    /** Writes whether an object can be carried, and the object if so. */
    void putIfItCan(Output to, @Nullable Object object);

    void putElements(Output to, Object[] elements);

    void putText(Output to, String text);

    /** The object whose writing has begun last is made last on the other side: until then nothing may refer to it. */
    int withhold();

    /** From now on it is there. */
    void release(int withheld);

    /** The object that is written now has fields of this class; answers the class around it, to be given back. */
    @Nullable
    Class<?> enter(@Nullable Class<?> holder);

    /** The class whose fields lead to the object that is written now; null if none do. */
    @Nullable
    Class<?> holder();

    /** The next object is the product of its own class's writeReplace: it is not to be asked again. */
    void nextAsIs();

    /** A lambda of this class is carried, which was written in the class with this name, with slashes. */
    void meet(Class<?> type, SerializedLambda lambda, String capturing);

    /** Whether an array of primitives, whose length was written, is large, so that it is carried beside the graph. */
    boolean putApart(Object array);

    // Reading.

    @Nullable
    Object getElement(Input from, int index);

    @Nullable
    Object[] getElements(Input from);

    /** Reads an object that a hash table, or an order, will ask for its contents. */
    @Nullable
    Object getKey(Input from, int index);

    /** What the key that was read last weighs, see {@link Budget}. */
    long keyWeight();

    String getText(Input from);

    /** Checks such a count. */
    void checkCount(Input from, int count, int bytesEach);

    /** The array of primitives of this length that was carried beside the graph; null if it follows here. */
    @Nullable
    Object getApart(Class<?> component, int length);

    /** A capacity may be larger than what is there, but not so that it fills a heap. */
    void checkCapacity(int capacity);

    /** The object whose reading has begun is there, if not yet complete: others may refer to it. */
    void reference(Object begun);

    /** The number of the object whose reading has begun last. */
    int begunId();

    /** The object with this number may be replaced by another. */
    void mayReplace(int id);

    /** The number that the next object gets whose reading begins. */
    int nextId();

    /** Replaces an object of this class that was read, which has this number, by another. */
    void replace(int id, Class<?> type, @Nullable Object by);

    /** The class of a name that is data itself: a class value, a lambda's capturing class. */
    Class<?> resolve(String name);

    /** The compiler's method that rebuilds the lambdas of a class. */
    MethodHandle lambdasOf(Class<?> capturing);

    /** The places of which lambdas have come, by the numbers of their shapes. */
    Map<Integer, LambdaPlace> places();
}
