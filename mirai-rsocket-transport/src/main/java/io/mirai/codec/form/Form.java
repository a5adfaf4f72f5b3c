package io.mirai.codec.form;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import io.mirai.codec.jdk.NotCarried;
import io.mirai.codec.rules.Refusal;
import io.mirai.codec.rules.Words;
import io.mirai.codec.rules.WritingEnded;
import java.lang.reflect.InvocationTargetException;
import org.jspecify.annotations.Nullable;

/** How objects of some classes look on the wire. What goes wrong inside becomes a {@link Refusal}. */
abstract class Form extends Serializer<Object> {

    abstract void write(Graph graph, Output out, Object object) throws Exception;

    /** Whether an object is made when all that it holds has been read, so that nothing in it may refer to it. */
    boolean isMadeLast() {
        return false;
    }

    /** Reads one object; a form of objects that may be part of a cycle calls {@link Graph#reference} first. */
    @Nullable
    abstract Object read(Graph graph, Input in) throws Exception;

    @Override
    public final void write(Kryo kryo, Output out, Object object) {
        try {
            write((Graph) kryo, out, object, isMadeLast());
        } catch (Refusal e) {
            throw e;
        } catch (NotCarried e) {
            throw new Refusal(object.getClass(), String.valueOf(e.getMessage()));
        } catch (InvocationTargetException e) {
            throw Refusal.threw(object.getClass().getTypeName(), e.getCause());
        } catch (WritingEnded | VirtualMachineError e) {
            throw e;
        } catch (Throwable e) { // whatever a user's method may throw
            throw Refusal.unwritable(object.getClass().getTypeName(), e);
        }
    }

    private void write(Graph graph, Output out, Object object, boolean last) throws Exception {
        if (!last) {
            write(graph, out, object);
            return;
        }
        int withheld = graph.withhold();
        try {
            write(graph, out, object);
        } finally {
            graph.release(withheld);
        }
    }

    @Override
    public final @Nullable Object read(Kryo kryo, Input in, Class<?> type) {
        try {
            return read((Graph) kryo, in);
        } catch (Refusal e) {
            throw e;
        } catch (NotCarried e) {
            throw new Refusal(type, Words.quote(e.getMessage()));
        } catch (InvocationTargetException e) {
            throw Refusal.threw(type.getTypeName(), e.getCause());
        } catch (KryoException e) {
            throw e.getCause() instanceof Refusal refusal ? refusal : Refusal.unreadable(type.getTypeName(), e);
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable e) { // whatever a user's method may throw
            throw Refusal.unreadable(type.getTypeName(), e);
        }
    }
}
