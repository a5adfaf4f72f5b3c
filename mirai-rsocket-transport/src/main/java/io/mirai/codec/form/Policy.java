package io.mirai.codec.form;

import io.mirai.SerialConfig;
import io.mirai.codec.jdk.Instances;
import io.mirai.codec.jdk.JdkThrowables;
import io.mirai.codec.rules.ClassList;
import io.mirai.codec.rules.Cures;
import io.mirai.codec.rules.Direction;
import io.mirai.codec.rules.Magic;
import io.mirai.codec.rules.Refusal;
import io.mirai.codec.rules.Texts;
import java.io.Externalizable;
import java.io.Serializable;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.SerializedLambda;

/**
 * Decides how a class is carried, in this order: what the user's own functions carry; the numbered types; lambdas; the JDK's values and
 * collections, enums and exceptions; then the user's classes: enums, arrays, {@code writeReplace},
 * records, exceptions, collections, Java serialization for those that ask for it (to the daemon
 * only), and fields for all others.
 */
public final class Policy {

    /** Before the name of a class that the user's own functions carry. No class has a name that begins so. */
    private static final String CONFIGURED = "@";

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
        String never = Cures.whyNever(type);
        if (never != null) {
            throw new Refusal(type, never);
        }
        if (Instances.isPlatform(type)) {
            return writablePlatform(type);
        }
        MethodHandle writeReplace = Magic.find(type, "writeReplace");
        if (writeReplace != null) {
            int number = NumberedTypes.REPLACED.getId();
            return WireType.numbered(number, ReplacedForms.class, new ReplacedForms.Replaced(writeReplace));
        }
        return writableAsIs(type);
    }

    private static WireType lambda(Class<?> type) {
        if (type.isSynthetic() && Serializable.class.isAssignableFrom(type)) {
            return WireType.numbered(NumberedTypes.LAMBDA.getId(), SerializedLambda.class, new LambdaForm(type));
        }
        if (type.isSynthetic() && type.getInterfaces().length > 0) {
            Class<?> function = type.getInterfaces()[0];
            throw new Refusal(
                    function, Instances.isPlatform(type) ? Texts.lambdaOfJdk() : Texts.lambdaNotSerializable(function));
        }
        throw new Refusal(type, Texts.hiddenClass());
    }

    private WireType writablePlatform(Class<?> type) {
        WireType known = JdkForms.find(type);
        if (known != null) {
            return known;
        }
        if (Throwable.class.isAssignableFrom(type) && JdkThrowables.making(type) != null) {
            return WireType.named(type, new ThrowableForm(type));
        }
        if (!Serializable.class.isAssignableFrom(type)) {
            throw new Refusal(type, Cures.of(type, direction.toDaemon));
        }
        return javaSerialized(type);
    }

    private WireType javaSerialized(Class<?> type) {
        if (!direction.toDaemon) {
            throw new Refusal(type, Texts.javaSerializedResult());
        }
        return NumberedTypes.JAVA_SERIALIZED;
    }

    /** How an object is written that its own class's {@code writeReplace} has returned. */
    public WireType writableAsIs(Class<?> type) {
        if (asksForJavaSerialization(type)) {
            return javaSerialized(type);
        }
        return WireType.named(type, userForm(type));
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
            if (Throwable.class.isAssignableFrom(type)) {
                return WireType.named(type, new ThrowableForm(type));
            }
            throw new Refusal(null, Texts.outsideList(name), null);
        }
        if (asksForJavaSerialization(type)) {
            throw new Refusal(type, Texts.javaSerializedResult());
        }
        return WireType.named(type, userForm(type));
    }

    private WireType configured(String name) {
        SerialConfig<?> config = direction.configs.reader(name);
        if (config == null) {
            throw new Refusal(null, Texts.noSerialConfig(name), null);
        }
        return WireType.named(config.type(), CONFIGURED + name, new SerialForm(config));
    }

    private static Form userForm(Class<?> type) {
        Form form;
        if (type.isRecord()) {
            form = new UserForms.RecordValue(type);
        } else if (Throwable.class.isAssignableFrom(type)) {
            form = new ThrowableForm(type);
        } else if (CollectionForm.baseOf(type) != null) {
            form = new CollectionForm(type);
        } else if (MapForm.baseOf(type) != null) {
            form = new MapForm(type);
        } else {
            form = new UserForms.FieldByField(type);
        }
        MethodHandle readResolve = Magic.find(type, "readResolve");
        return readResolve == null ? form : new ReplacedForms.Resolved(form, readResolve);
    }

    private static boolean asksForJavaSerialization(Class<?> type) {
        if (type.isRecord() || !Serializable.class.isAssignableFrom(type)) {
            return false;
        }
        return Externalizable.class.isAssignableFrom(type)
                || (!Throwable.class.isAssignableFrom(type) && Magic.hasOwnStream(type))
                || needsPlatformStream(type);
    }

    /** Whether the class inherits state of a JDK class that only the JDK's own stream reaches. */
    private static boolean needsPlatformStream(Class<?> type) {
        return !Throwable.class.isAssignableFrom(type)
                && CollectionForm.baseOf(type) == null
                && MapForm.baseOf(type) == null
                && !Instances.isFieldByField(type);
    }

    /** The compiler's method that rebuilds the lambdas of a class. */
    public static MethodHandle lambdasOf(Class<?> capturing) {
        return LambdaForm.lambdasOf(capturing);
    }

    /** The class of a name that is data itself: a class value, a lambda's capturing class. */
    public Class<?> resolve(String name) {
        return list.resolve(name);
    }
}
