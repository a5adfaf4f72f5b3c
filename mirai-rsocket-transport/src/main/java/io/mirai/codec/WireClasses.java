package io.mirai.codec;

import com.esotericsoftware.kryo.kryo5.ClassResolver;
import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Registration;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import io.mirai.codec.form.LambdaPlace;
import io.mirai.codec.form.NumberedTypes;
import io.mirai.codec.form.Policy;
import io.mirai.codec.form.WireType;
import io.mirai.codec.rules.Direction;
import io.mirai.codec.rules.Refusal;
import io.mirai.codec.snippet.SnippetCode;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.SerializedLambda;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Classes on the wire. Each object begins with one number:
 *
 * <pre>
 *   0                  null
 *   1 name             a class by its name, which gets the next free position in this graph
 *   2 … 1 + n          one of the n numbered types, see {@link NumberedTypes}
 *   2 + n …            a class named earlier in this graph, by its position
 * </pre>
 *
 * A name read is resolved by the {@link Policy} before anything is created.
 */
@SuppressWarnings("rawtypes") // Kryo's interface
final class WireClasses implements ClassResolver {

    private static final int NEW_NAME = 1;
    private static final int FIRST_POSITION = NumberedTypes.FIRST + NumberedTypes.COUNT;

    private final Direction direction;
    private final Policy policy;
    private final Map<Class<?>, WireType> writable = new HashMap<>();
    private final Map<Class<?>, WireType> writableAsIs = new HashMap<>();
    private final Set<Class<?>> unwritable = new HashSet<>();
    private final Map<String, WireType> readable = new HashMap<>();
    private final Map<String, Class<?>> resolved = new HashMap<>();
    private final Map<Class<?>, MethodHandle> lambdas = new HashMap<>();
    private final Map<Integer, LambdaPlace> places = new HashMap<>();
    private final Set<Class<?>> typed = new HashSet<>(); // into jshell
    private final Set<String> capturing = new HashSet<>();
    private final List<WireType> written = new ArrayList<>();
    private final List<WireType> read = new ArrayList<>();
    private @Nullable SnippetState snippets;
    private @Nullable Engine engine;
    private boolean asIs;

    WireClasses(Direction direction) {
        this.direction = direction;
        this.policy = new Policy(direction);
    }

    /** The class of a name that is data itself: a class value, a lambda's capturing class. */
    Class<?> resolve(String name) {
        return resolved.computeIfAbsent(name, policy::resolve);
    }

    /** The compiler's method that rebuilds the lambdas of a class. */
    MethodHandle lambdasOf(Class<?> capturing) {
        return lambdas.computeIfAbsent(capturing, Policy::lambdasOf);
    }

    @Override
    public void setKryo(Kryo kryo) {
        this.engine = (Engine) kryo;
    }

    private Engine engine() {
        if (engine == null) {
            throw new IllegalStateException("no engine");
        }
        return engine;
    }

    /** The graph that is being written is to say which snippets it meets. */
    void tell(SnippetState state) {
        snippets = state;
    }

    /** The places of which lambdas have come, by the numbers of their shapes. */
    Map<Integer, LambdaPlace> places() {
        return places;
    }

    /** A lambda of this class is carried, which was written in the class with this name, with slashes. */
    void meet(Class<?> type, SerializedLambda lambda, String capturingClass) {
        if (snippets != null && SnippetCode.isSnippet(type.getName())) {
            snippets.meet(type.getClassLoader(), lambda);
        }
        if (!capturing.contains(capturingClass)) {
            direction.carried.lambda(type, capturingClass.replace('/', '.'));
            capturing.add(capturingClass); // last: one that is refused is refused each time
        }
    }

    /** The next object is the product of its own class's writeReplace: it is not to be asked again. */
    void nextAsIs() {
        asIs = true;
    }

    @Override
    public @Nullable Registration writeClass(Output out, @Nullable Class type) {
        if (type == null) {
            out.writeByte(Kryo.NULL);
            return null;
        }
        WireType wire = wireTypeOf(type);
        if (snippets != null && !typed.isEmpty() && typed.contains(type)) {
            snippets.meet(type);
        }
        if (!wire.isNamed()) {
            out.writeVarInt(wire.getId(), true);
        } else if (wire.position > 0) {
            out.writeVarInt(FIRST_POSITION + wire.position - 1, true);
        } else {
            out.writeVarInt(NEW_NAME, true);
            engine().putText(out, wire.name);
            written.add(wire);
            wire.position = written.size();
        }
        return wire;
    }

    /** Whether a graph that begins so is null, a box, a string or a primitive array. */
    static boolean isPlain(byte first) {
        return first >= 0 && first != NEW_NAME && first < NumberedTypes.FIRST_NOT_PLAIN;
    }

    private WireType wireTypeOf(Class<?> type) {
        Map<Class<?>, WireType> known = asIs ? writableAsIs : writable;
        WireType wire = known.get(type);
        if (wire == null) {
            wire = (asIs ? Policy.writableAsIs(type) : policy.writable(type)).forOneEngine();
            if (SnippetCode.isSnippet(type.getName()) && !type.isHidden()) {
                typed.add(type);
            }
            direction.carried.object(type);
            if (wire.isNamed() && wire.name.equals(wire.getType().getName())) {
                direction.carried.named(wire.getType());
            }
            known.put(type, wire);
        }
        asIs = false;
        return wire;
    }

    /** Whether objects of a class may be carried; parts of one may still turn out not to. */
    boolean isWritable(Class<?> type) {
        if (unwritable.contains(type)) {
            return false;
        }
        try {
            wireTypeOf(type);
            return true;
        } catch (Refusal e) {
            unwritable.add(type);
            return false;
        }
    }

    /** How many classes were named in this graph. */
    int written() {
        return written.size();
    }

    /** All that were named since then were not. */
    void forgetWritten(int count) {
        while (written.size() > count) {
            written.remove(written.size() - 1).position = 0;
        }
    }

    @Override
    public @Nullable Registration readClass(Input in) {
        int number = in.readVarInt(true);
        if (number == Kryo.NULL) {
            return null;
        }
        if (number == NEW_NAME) {
            WireType wire = named(engine().getText(in));
            read.add(wire);
            return wire;
        }
        int position = number - FIRST_POSITION;
        if (number < 0 || position >= read.size()) {
            throw new Refusal(null, Texts.unknownTypeNumber(number), null);
        }
        return position < 0 ? NumberedTypes.byNumber(number) : read.get(position);
    }

    private WireType named(String name) {
        WireType wire = readable.get(name);
        if (wire == null) {
            wire = policy.readable(name);
            readable.put(name, wire);
        }
        return wire;
    }

    @Override
    public void reset() {
        asIs = false;
        snippets = null;
        for (WireType wire : written) {
            wire.position = 0;
        }
        written.clear();
        read.clear();
    }

    // Kryo registers its own forms when it is made and would look them up for copies; none is used here.

    @Override
    public Registration register(Registration registration) {
        return registration;
    }

    @Override
    public @Nullable Registration registerImplicit(Class type) {
        return null;
    }

    @Override
    public @Nullable Registration unregister(int id) {
        return null;
    }

    @Override
    public @Nullable Registration getRegistration(Class type) {
        return null;
    }

    @Override
    public @Nullable Registration getRegistration(int id) {
        return null;
    }
}
