package io.mirai.codec.form;

import io.mirai.SerialConfig;
import io.mirai.codec.jdk.Instances;
import io.mirai.codec.jdk.JdkThrowables;
import io.mirai.codec.rules.ClassList;
import io.mirai.codec.rules.Cures;
import io.mirai.codec.rules.Direction;
import io.mirai.codec.rules.Foreign;
import io.mirai.codec.rules.Lossy;
import io.mirai.codec.rules.Magic;
import io.mirai.codec.rules.Refusal;
import io.mirai.codec.stream.SerialMethods;
import io.mirai.codec.stream.SerialParts;
import java.io.Externalizable;
import java.io.Serializable;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * Decides how a class is carried, in this order: what the user's own functions carry; the numbered types; lambdas; the JDK's values and
 * collections, enums and exceptions; then enums, arrays, {@code writeReplace}, records, {@code Externalizable}, exceptions,
 * collections, what has serialization methods of its own, and fields for all others.
 */
public final class Policy {

    /** Before the name of a class that the user's own functions carry. No class has a name that begins so. */
    private static final String CONFIGURED = "@";

    private static final MethodType DESERIALIZE = MethodType.methodType(Object.class, SerializedLambda.class);

    private final Direction direction;
    private final ClassList list;

    public Policy(Direction direction) {
        this.direction = direction;
        this.list = new ClassList(direction);
    }

    /** How an object of this class is written. */
    public WireType writable(Class<?> type) {
        SerialConfig<?> config = type.isHidden() ? null : direction.configs.writer(type);
        if (config != null) {
            return WireType.named(type, CONFIGURED + config.type().getName(), new SerialForm(config));
        }
        WireType numbered = NumberedTypes.byClass(type);
        if (numbered != null) {
            return numbered;
        }
        if (type.isHidden()) {
            return lambda(type);
        }
        if (Enum.class.isAssignableFrom(type)) {
            Class<?> declaring = type.isEnum() ? type : type.getSuperclass();
            return WireType.named(declaring, new UserForms.EnumConstant(declaring));
        }
        if (type.isArray()) {
            return WireType.named(type, new BasicForms.ArrayOf(type.getComponentType()));
        }
        if (Proxy.isProxyClass(type)) {
            return NumberedTypes.PROXY;
        }
        String never = Cures.whyNever(type);
        if (never != null) {
            throw new Refusal(type, never);
        }
        if (Instances.isPlatform(type)) {
            return writablePlatform(type);
        }
        Form single = SingleForms.OnlyInstance.find(type);
        return single == null ? writableByItself(type) : WireType.named(type, single);
    }

    private static WireType lambda(Class<?> type) {
        if (type.isSynthetic() && Serializable.class.isAssignableFrom(type)) {
            return WireType.numbered(NumberedTypes.LAMBDA.getId(), SerializedLambda.class, new LambdaForm(type));
        }
        if (type.isSynthetic() && type.getInterfaces().length > 0) {
            Class<?> function = type.getInterfaces()[0];
            throw new Refusal(
                    function,
                    Instances.isPlatform(type) ? Texts.lambdaOfJdk() : Foreign.lambdaNotSerializable(type, function));
        }
        throw new Refusal(type, Texts.hiddenClass());
    }

    private WireType writablePlatform(Class<?> type) {
        WireType known = JdkForms.find(type);
        if (known != null) {
            return known;
        }
        if (isThrowableByParts(type)) {
            return WireType.named(type, new ThrowableForm(type));
        }
        if (!Serializable.class.isAssignableFrom(type) || Cures.livesInOneJvm(type)) {
            throw new Refusal(type, Cures.of(type, direction.toDaemon));
        }
        if (Throwable.class.isAssignableFrom(type) && !direction.toDaemon) {
            throw new Refusal(type, Texts.exceptionWithState(type));
        }
        return writableByItself(type);
    }

    /** Unless its class chooses what is written instead. */
    private static WireType writableByItself(Class<?> type) {
        MethodHandle writeReplace = Lossy.isLossy(type) ? null : SerialMethods.writeReplace(type);
        if (writeReplace != null) {
            int number = NumberedTypes.REPLACED.getId();
            return WireType.numbered(number, ReplacedForms.class, new ReplacedForms.Replaced(writeReplace));
        }
        return writableAsIs(type);
    }

    /** How an object is written that its own class's {@code writeReplace} has returned. */
    public static WireType writableAsIs(Class<?> type) {
        return WireType.named(type, ownForm(type));
    }

    /** How an object of the class with this name is read; refuses before the class is initialised. */
    public WireType readable(String name) {
        if (name.startsWith(CONFIGURED)) {
            return configured(name.substring(CONFIGURED.length()));
        }
        WireType known = JdkForms.byName(name);
        if (known != null) {
            return known;
        }
        Class<?> type = list.resolve(name);
        ClassList.admit(direction, type);
        if (type.isArray()) {
            return WireType.named(type, new BasicForms.ArrayOf(type.getComponentType()));
        }
        if (type.isEnum()) {
            return WireType.named(type, new UserForms.EnumConstant(type));
        }
        if (Instances.isPlatform(type)) {
            if (isThrowableByParts(type) || (Throwable.class.isAssignableFrom(type) && !direction.toDaemon)) {
                return WireType.named(type, new ThrowableForm(type));
            }
            if (!Serializable.class.isAssignableFrom(type) || Cures.livesInOneJvm(type)) {
                throw Refusal.outsideList(name);
            }
        }
        Form single = SingleForms.OnlyInstance.find(type);
        if (single != null) {
            return WireType.named(type, single);
        }
        if (hasMethods(type)) {
            ClassList.admitMethods(direction, type);
        }
        return WireType.named(type, ownForm(type));
    }

    /** Whether code of its own runs to read an object of this class, or would have run to write it. */
    private static boolean hasMethods(Class<?> type) {
        return SerialMethods.readResolve(type) != null
                || SerialMethods.writeReplace(type) != null
                || Magic.isFinalized(type)
                || (!type.isRecord()
                        && (Externalizable.class.isAssignableFrom(type)
                                || SerialParts.haveMethods(knownBase(type), type)));
    }

    /** The JDK class above whose part is known without its methods; null if there is none. */
    private static @Nullable Class<?> knownBase(Class<?> type) {
        Class<?> base = Instances.nearestPlatformClass(type);
        boolean known = CollectionForm.baseOf(type) != null || MapForm.baseOf(type) != null || isThrowableByParts(base);
        return known ? base : null;
    }

    private static boolean isThrowableByParts(Class<?> platform) {
        return Throwable.class.isAssignableFrom(platform) && JdkThrowables.making(platform) != null;
    }

    private WireType configured(String name) {
        SerialConfig<?> config = direction.configs.reader(name);
        if (config == null) {
            throw new Refusal(null, Texts.noSerialConfig(name), null);
        }
        return WireType.named(config.type(), CONFIGURED + name, new SerialForm(config));
    }

    private static Form ownForm(Class<?> type) {
        MethodHandle readResolve = SerialMethods.readResolve(type);
        Form form = unresolvedForm(type);
        return readResolve == null ? form : new ReplacedForms.Resolved(form, readResolve);
    }

    private static Form unresolvedForm(Class<?> type) {
        if (type.isRecord()) {
            return new UserForms.RecordValue(type);
        }
        if (Externalizable.class.isAssignableFrom(type)) {
            return new ExternalForm(type);
        }
        if (Throwable.class.isAssignableFrom(type) && (isThrowableByParts(type) || !Instances.isPlatform(type))) {
            return new ThrowableForm(type);
        }
        if (CollectionForm.baseOf(type) != null) {
            return new CollectionForm(type);
        }
        if (MapForm.baseOf(type) != null) {
            return new MapForm(type);
        }
        return StreamedForm.isFor(type) ? new StreamedForm(type) : UserForms.plain(type);
    }

    /** The compiler's method that rebuilds the lambdas of a class. */
    public static MethodHandle lambdasOf(Class<?> capturing) {
        MethodHandle method = Magic.findStatic(capturing, "$deserializeLambda$", DESERIALIZE);
        if (method == null) {
            throw new Refusal(capturing, Texts.noLambdasIn());
        }
        return method;
    }

    /** The class of a name that is data itself: a class value, a lambda's capturing class. */
    public Class<?> resolve(String name) {
        return list.resolve(name);
    }
}
