package io.mirai.carried;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirai.MiraiNotSerializable;
import java.io.EOFException;
import java.io.Externalizable;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInput;
import java.io.ObjectInputStream;
import java.io.ObjectInputValidation;
import java.io.ObjectOutput;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamField;
import java.io.OptionalDataException;
import java.io.Serializable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.text.ChoiceFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Java's serialization methods, called without Java's stream, to a daemon and back. */
@Tag("jdk")
@SuppressWarnings({"JavaUtilDate", "UnusedMethod", "UnusedVariable", "serial"
}) // users write such classes; the JVM calls the methods
final class SerializationMethodsTest {

    private final TwoSides sides = new TwoSides();

    @AfterEach
    void close() throws Exception {
        sides.close();
    }

    /** To the daemon and back, and of a daemon back. */
    private Object there(Object value) throws Exception {
        Object back = sides.run(() -> value);
        assertThat(back).isNotNull();
        return back;
    }

    // ---- One graph ----

    static final class Account {
        int balance; // not Serializable
    }

    static class Booking implements Serializable {
        final transient Account account;
        final List<Object> more = new ArrayList<>();

        Booking(Account account) {
            this.account = account;
        }

        private void writeObject(ObjectOutputStream out) throws IOException {
            out.defaultWriteObject();
            out.writeObject(account);
        }

        private void readObject(ObjectInputStream in) throws Exception {
            in.defaultReadObject();
            var field = Booking.class.getDeclaredField("account");
            field.setAccessible(true);
            field.set(this, in.readObject());
        }
    }

    @Test
    void run_objectSharedWithOneOfPrivateReadObject_isOneObject() throws Exception {
        Account account = new Account();
        Booking one = new Booking(account);
        Booking other = new Booking(account);
        assertThat(sides.run(() -> {
                    one.account.balance += 5;
                    other.account.balance += 7;
                    return account.balance;
                }))
                .isEqualTo(12);
        Object[] back = (Object[]) there(new Object[] {account, one, other});
        assertThat(((Booking) back[1]).account).isSameAs(back[0]);
        assertThat(((Booking) back[2]).account).isSameAs(back[0]);
    }

    @Test
    void run_cycleThroughReadObject_keepsIdentity() throws Exception {
        Booking booking = new Booking(new Account());
        booking.more.add(booking);
        booking.more.add(booking.account);
        Booking back = (Booking) there(booking);
        assertThat(back.more.get(0) == back).isTrue();
        assertThat(back.more.get(1)).isSameAs(back.account);
    }

    // ---- The streams ----

    static final class Everything implements Serializable {
        transient List<Object> read = new ArrayList<>();

        private void writeObject(ObjectOutputStream out) throws IOException {
            out.writeBoolean(true);
            out.writeByte(-1);
            out.writeShort(-2);
            out.writeChar('ж');
            out.writeInt(Integer.MIN_VALUE);
            out.writeLong(Long.MAX_VALUE);
            out.writeFloat(0.5f);
            out.writeDouble(-0.25);
            out.writeUTF("é\u0000");
            out.writeBytes("ab\n");
            out.writeChars("c");
            out.write(255);
            out.write(new byte[] {1, 2});
            out.write(new byte[] {0, 3, 4, 0}, 1, 2);
            out.flush();
            out.writeObject("object");
            out.write(new byte[2000]);
            out.writeInt(7);
            out.writeObject(null);
            out.writeByte(200);
            out.writeShort(50_000);
            out.close();
        }

        private void readObject(ObjectInputStream in) throws Exception {
            read = new ArrayList<>();
            read.addAll(List.of(in.readBoolean(), in.readByte(), in.readShort(), in.readChar(), in.readInt()));
            read.addAll(List.of(in.readLong(), in.readFloat(), in.readDouble(), in.readUTF(), line(in)));
            read.addAll(List.of(in.readChar(), in.read()));
            byte[] four = new byte[4];
            in.readFully(four);
            read.add(Arrays.toString(four));
            read.add(in.read());
            read.add(in.readObject());
            read.add(in.skipBytes(1000));
            read.add(in.read(new byte[1000]) + in.readNBytes(new byte[1000], 0, 1000) > 1000);
            in.close();
        }

        @SuppressWarnings("deprecation") // users call it
        private static String line(ObjectInputStream in) throws IOException {
            return in.readLine();
        }
    }

    @Test
    void run_allThatAStreamWrites_isReadBack() throws Exception {
        Everything back = (Everything) there(new Everything());
        assertThat(back.read)
                .containsExactly(
                        true,
                        (byte) -1,
                        (short) -2,
                        'ж',
                        Integer.MIN_VALUE,
                        Long.MAX_VALUE,
                        0.5f,
                        -0.25,
                        "é\u0000",
                        "ab",
                        'c',
                        255,
                        "[1, 2, 3, 4]",
                        -1,
                        "object",
                        1000,
                        true);
    }

    static class Greedy implements Serializable {
        transient List<Object> heard = new ArrayList<>();

        private void writeObject(ObjectOutputStream out) throws IOException {
            out.writeInt(1);
            out.writeObject("o");
        }

        private void readObject(ObjectInputStream in) throws Exception {
            heard = new ArrayList<>();
            try {
                in.readObject();
            } catch (OptionalDataException e) {
                heard.add(e.length + " " + e.eof);
            }
            heard.add(in.available());
            heard.add(in.readInt());
            try {
                in.readInt();
            } catch (EOFException e) {
                heard.add("end");
            }
            heard.add(in.read());
            heard.add(in.readObject());
            try {
                in.readObject();
            } catch (OptionalDataException e) {
                heard.add(e.length + " " + e.eof);
            }
            heard.add(in.read(new byte[3]));
        }
    }

    static final class GreedyBelow extends Greedy {
        int own = 9;
        final Object shared = "s";
    }

    @Test
    void run_readObjectThatReadsPastItsPart_findsItsEnd() throws Exception {
        GreedyBelow back = (GreedyBelow) there(new GreedyBelow());
        assertThat(back.heard).containsExactly("4 false", 4, 1, "end", -1, "o", "0 true", -1);
        assertThat(back.own).isEqualTo(9);
    }

    static class Frugal implements Serializable {
        private static final long serialVersionUID = 1;
        int inField = 3;
        transient @Nullable Object last;

        private void writeObject(ObjectOutputStream out) throws IOException {
            out.defaultWriteObject();
            out.writeInt(1);
            out.writeObject(last);
            out.writeLong(2);
        }

        private void readObject(ObjectInputStream in) throws IOException {
            in.readInt();
        }
    }

    static final class FrugalBelow extends Frugal {
        @Nullable
        Object own;
    }

    @Test
    void run_whatReadObjectLeaves_isReadAndDropped() throws Exception {
        FrugalBelow frugal = new FrugalBelow();
        frugal.last = new Account();
        frugal.own = frugal.last;
        Object[] back = (Object[]) there(new Object[] {frugal, frugal.last});
        assertThat(((FrugalBelow) back[0]).own).isSameAs(back[1]).isInstanceOf(Account.class);
        assertThat(((FrugalBelow) back[0]).inField).isZero();
    }

    static final class ByName implements Serializable {
        private static final ObjectStreamField[] serialPersistentFields = {
            new ObjectStreamField("total", long.class),
            new ObjectStreamField("label", String.class),
            new ObjectStreamField("unset", int.class),
            new ObjectStreamField("real", int.class),
        };

        transient List<Object> read = new ArrayList<>();
        int real = 4;
        int unlisted = 5;

        private void writeObject(ObjectOutputStream out) throws IOException {
            ObjectOutputStream.PutField fields = out.putFields();
            fields.put("label", "l");
            fields.put("total", 8L);
            fields.put("real", real);
            out.writeFields();
        }

        private void readObject(ObjectInputStream in) throws Exception {
            ObjectInputStream.GetField fields = in.readFields();
            read = new ArrayList<>(List.of(fields.get("total", 1L), fields.get("label", "x"), fields.get("unset", 6)));
            read.add(fields.defaulted("total"));
            real = fields.get("real", 0);
            try {
                fields.get("unlisted", 1);
            } catch (IllegalArgumentException e) {
                read.add("none");
            }
        }
    }

    @Test
    void run_putFieldsAndReadFields_goByName() throws Exception {
        ByName back = (ByName) there(new ByName());
        assertThat(back.read).containsExactly(8L, "l", 0, false, "none");
        assertThat(back.real).isEqualTo(4);
        assertThat(back.unlisted).isZero();
    }

    static final class Listed implements Serializable {
        private static final ObjectStreamField[] serialPersistentFields = {new ObjectStreamField("kept", int.class)};
        int kept = 1;
        int dropped = 2;
    }

    @Test
    void run_serialPersistentFieldsAlone_choose() throws Exception {
        Listed listed = new Listed();
        listed.kept = 7;
        Listed back = (Listed) there(listed);
        assertThat(back.kept).isEqualTo(7);
        assertThat(back.dropped).isZero();
    }

    static final class Unshared implements Serializable {
        transient Account @Nullable [] all;

        private void writeObject(ObjectOutputStream out) throws IOException {
            Account account = new Account();
            account.balance = 3;
            out.writeObject(account);
            out.writeUnshared(account);
            out.writeObject(account);
        }

        private void readObject(ObjectInputStream in) throws Exception {
            all = new Account[] {(Account) in.readObject(), (Account) in.readUnshared(), (Account) in.readObject()};
        }
    }

    @Test
    void run_writeUnshared_makesACopy() throws Exception {
        Account[] all = ((Unshared) there(new Unshared())).all;
        assertThat(all).isNotNull();
        assertThat(all[1]).isNotSameAs(all[0]);
        assertThat(all[1].balance).isEqualTo(3);
        assertThat(all[2]).isSameAs(all[0]);
    }

    static final class Validated implements Serializable, ObjectInputValidation {
        final List<String> calls;
        final String name;
        final int priority;

        @Nullable
        Validated partner;

        Validated(List<String> calls, String name, int priority) {
            this.calls = calls;
            this.name = name;
            this.priority = priority;
        }

        private void readObject(ObjectInputStream in) throws Exception {
            in.registerValidation(this, 0);
            in.defaultReadObject();
            in.registerValidation(() -> calls.add(name + " " + (partner != null)), priority);
        }

        @Override
        public void validateObject() throws InvalidObjectException {
            if (name.equals("bad")) {
                throw new InvalidObjectException("bad one");
            }
        }
    }

    @Test
    void run_registeredValidations_areCalledWhenTheGraphIsComplete() throws Exception {
        List<String> calls = new ArrayList<>();
        Validated a = new Validated(calls, "a", 1);
        Validated b = new Validated(calls, "b", 2);
        a.partner = b;
        b.partner = a;
        assertThat(sides.run(() -> a.calls + "" + (a.partner == b))).isEqualTo("[b true, a true]true");
        Validated bad = new Validated(calls, "bad", 0);
        assertThatThrownBy(() -> sides.ship(() -> bad.name))
                .isInstanceOf(MiraiNotSerializable.class)
                .hasMessageContaining("bad one");
    }

    // ---- Hierarchies ----

    static class Base {
        final List<String> names = new ArrayList<>();
        final transient Object lock = new Object();
        final transient Thread thread = new Thread();
        int count;

        Base() {}
    }

    static final class Below extends Base implements Serializable {
        private void writeObject(ObjectOutputStream out) throws IOException {
            out.writeObject(names.toArray());
        }

        private void readObject(ObjectInputStream in) throws Exception {
            for (Object name : (Object[]) in.readObject()) {
                names.add((String) name);
            }
        }
    }

    @Test
    void run_superclassThatIsNotSerializable_isConstructedAndCarried() throws Exception {
        Below below = new Below();
        below.names.addAll(List.of("a", "b"));
        below.count = 5;
        Below back = (Below) there(below);
        assertThat(back.names).containsExactly("a", "b");
        assertThat(back.count).isEqualTo(5);
        assertThat(back.lock).isNotNull();
        assertThat(back.thread).isNotNull();
    }

    static class Needy {
        final String name;

        Needy(String name) {
            this.name = name;
        }
    }

    static final class BelowNeedy extends Needy implements Serializable {
        transient String seen = "";

        BelowNeedy(String name) {
            super(name);
        }

        private void readObject(ObjectInputStream in) {
            seen = name;
        }
    }

    @Test
    void run_superclassWithoutPlainConstructor_isCarriedFirst() throws Exception {
        BelowNeedy back = (BelowNeedy) there(new BelowNeedy("n"));
        assertThat(back.name).isEqualTo("n");
        assertThat(back.seen).isEqualTo("n");
    }

    static class Upper implements Serializable {
        int upper = 1;

        private void writeObject(ObjectOutputStream out) throws IOException {
            out.defaultWriteObject();
        }
    }

    static class Middle extends Upper {
        int middle = 2;
    }

    static final class Lower extends Middle {
        int lower = 3;
        transient int calls;

        private void readObject(ObjectInputStream in) throws Exception {
            calls = upper * 100 + middle * 10;
            in.defaultReadObject();
        }
    }

    @Test
    void run_eachClassOfAHierarchy_hasItsPartInOrder() throws Exception {
        Lower lower = new Lower();
        lower.upper = 4;
        lower.middle = 5;
        lower.lower = 6;
        Lower back = (Lower) there(lower);
        assertThat(back.upper + " " + back.middle + " " + back.lower).isEqualTo("4 5 6");
        assertThat(back.calls).isEqualTo(450);
    }

    static final class Stamp extends Date {
        final String zone;

        Stamp(long time, String zone) {
            super(time);
            this.zone = zone;
        }
    }

    static final class Holder extends AtomicReference<Object> {
        int extra = 1;

        Holder(Object value) {
            super(value);
        }
    }

    static final class Flags extends BitSet {
        String name = "f";
    }

    @Test
    void run_subclassesOfValuesOfTheJdk_keepBothParts() throws Exception {
        Stamp stamp = (Stamp) there(new Stamp(42, "z"));
        assertThat(stamp.getTime() + stamp.zone).isEqualTo("42z");
        Account account = new Account();
        Object[] back = (Object[]) there(new Object[] {new Holder(account), account});
        assertThat(((Holder) back[0]).get()).isSameAs(back[1]);
        assertThat(((Holder) back[0]).extra).isEqualTo(1);
        Flags flags = new Flags();
        flags.set(70);
        assertThat(there(flags)).isEqualTo(flags).isInstanceOf(Flags.class);
    }

    @Test
    void run_classesOfTheJdkOutsideTheTable_goByTheirOwnMethods() throws Exception {
        ChoiceFormat format = new ChoiceFormat("0#none|1#some");
        assertThat(sides.run(() -> format.format(5))).isEqualTo("some");
        assertThat(there(format)).isEqualTo(format);
        KeyPair keys = KeyPairGenerator.getInstance("EC").generateKeyPair();
        Object[] back = (Object[]) there(new Object[] {keys, keys.getPublic()});
        assertThat(back[1]).isEqualTo(keys.getPublic());
        assertThat(((KeyPair) back[0]).getPrivate()).isEqualTo(keys.getPrivate());
    }

    // ---- Proxies ----

    interface Greeting {
        String greet(String name);

        Object self();
    }

    static final class Greeter implements InvocationHandler {
        final String word;

        @Nullable
        Object proxy;

        Greeter(String word) {
            this.word = word;
        }

        @Override
        public @Nullable Object invoke(Object self, Method method, Object @Nullable [] arguments) {
            return arguments == null ? proxy : word + arguments[0];
        }
    }

    @Test
    void run_dynamicProxy_keepsItsHandlerAlsoInACycle() throws Exception {
        Greeter greeter = new Greeter("hello ");
        Greeting greeting = (Greeting)
                Proxy.newProxyInstance(Greeting.class.getClassLoader(), new Class<?>[] {Greeting.class}, greeter);
        greeter.proxy = greeting;
        assertThat(sides.run(() -> greeting.greet("you"))).isEqualTo("hello you");
        Object[] back = (Object[]) there(new Object[] {greeting, greeter});
        assertThat(((Greeting) back[0]).self() == back[0]).isTrue();
        assertThat(Proxy.getInvocationHandler(back[0])).isSameAs(back[1]);
        Runnable open = (Runnable)
                Proxy.newProxyInstance(Greeting.class.getClassLoader(), new Class<?>[] {Runnable.class}, greeter);
        assertThat(there(open)).isInstanceOf(Runnable.class);
    }

    @Retention(RetentionPolicy.RUNTIME)
    @interface Marked {
        int value();

        String[] names() default {"a", "b"};
    }

    @Marked(3)
    static final class Annotated {}

    @Test
    void run_annotation_isEqual() throws Exception {
        Marked marked = Annotated.class.getAnnotation(Marked.class);
        assertThat(there(marked)).isEqualTo(marked);
    }

    // ---- Externalizable ----

    public static final class External implements Externalizable {
        @Nullable
        Object held;

        int number;

        public External() {}

        @Override
        public void writeExternal(ObjectOutput out) throws IOException {
            out.writeObject(held);
            out.writeInt(number);
            out.writeObject("left");
        }

        @Override
        public void readExternal(ObjectInput in) throws IOException, ClassNotFoundException {
            held = in.readObject();
            number = in.readInt();
        }
    }

    @SuppressWarnings("unused") // it cannot be made
    public static final class Unmakeable implements Externalizable {
        Unmakeable(int value) {}

        @Override
        public void writeExternal(ObjectOutput out) {}

        @Override
        public void readExternal(ObjectInput in) {}
    }

    @Test
    void run_externalizable_sharesItsObjects() throws Exception {
        External external = new External();
        external.held = new Account();
        external.number = 6;
        Object[] back = (Object[]) there(new Object[] {external, external.held, external});
        assertThat(((External) back[0]).held).isSameAs(back[1]);
        assertThat(((External) back[0]).number).isEqualTo(6);
        assertThat(back[2]).isSameAs(back[0]);
        External self = new External();
        self.held = self;
        External selfBack = (External) there(self);
        assertThat(selfBack.held).isSameAs(selfBack);
    }

    @Test
    void encodeTask_externalizableWithoutPublicConstructor_isRefused() {
        Unmakeable unmakeable = new Unmakeable(1);
        assertThatThrownBy(() -> sides.ship(() -> unmakeable))
                .isInstanceOf(MiraiNotSerializable.class)
                .hasMessageContaining("no public constructor");
    }

    // ---- Failures ----

    static final class Deep implements Serializable {
        transient @Nullable Object next;

        private void writeObject(ObjectOutputStream out) throws IOException {
            out.writeObject(next);
        }

        private void readObject(ObjectInputStream in) throws Exception {
            next = in.readObject();
        }
    }

    @Test
    void encodeTask_deepListThatRecurses_isRefusedOrWorks() {
        Deep deep = new Deep();
        for (int i = 0; i < 200_000; i++) {
            Deep next = new Deep();
            next.next = deep;
            deep = next;
        }
        Deep first = deep;
        assertThatThrownBy(() -> sides.ship(() -> first))
                .isInstanceOf(MiraiNotSerializable.class)
                .hasMessageContaining("nested so deeply");
    }

    static final class Swallowing implements Serializable {
        final transient Object held;

        Swallowing(Object held) {
            this.held = held;
        }

        private void writeObject(ObjectOutputStream out) {
            try {
                out.writeObject(held);
            } catch (RuntimeException | IOException e) {
                // It believes that it can do without.
            }
        }
    }

    @Test
    void encodeTask_whatIsRefusedInsideWriteObject_namesItsPath() {
        Swallowing swallowing = new Swallowing(new Object[] {1, new Thread()});
        assertThatThrownBy(() -> sides.ship(() -> swallowing))
                .isInstanceOf(MiraiNotSerializable.class)
                .hasMessageContaining("Swallowing.writeObject -> [1] (java.lang.Thread)");
    }

    static final class Throwing implements Serializable {
        private void writeObject(ObjectOutputStream out) throws IOException {
            throw new IOException("not today");
        }
    }

    @Test
    void encodeTask_writeObjectThatThrows_saysSo() {
        Throwing throwing = new Throwing();
        assertThatThrownBy(() -> sides.ship(() -> throwing))
                .isInstanceOf(MiraiNotSerializable.class)
                .hasMessageContaining("not today")
                .hasMessageContaining("Throwing");
    }

    static final class ProxyOnly implements Serializable {
        final transient String text;

        ProxyOnly(String text) {
            this.text = text;
        }

        private Object writeReplace() {
            return new Form(text);
        }

        private void readObject(ObjectInputStream in) throws InvalidObjectException {
            throw new InvalidObjectException("proxy required");
        }

        private static final class Form implements Serializable {
            final String text;

            Form(String text) {
                this.text = text;
            }

            private Object readResolve() {
                return new ProxyOnly(text);
            }
        }
    }

    @Test
    void run_serializationProxy_isUsed() throws Exception {
        assertThat(((ProxyOnly) there(new ProxyOnly("p"))).text).isEqualTo("p");
    }

    static final class ReplacedByItself implements Serializable {
        int value = 1;

        private Object writeReplace() {
            return this;
        }

        private Object readResolve() {
            return this;
        }
    }

    @Test
    void run_writeReplaceThatReturnsThis_isNoReplacement() throws Exception {
        ReplacedByItself self = new ReplacedByItself();
        self.value = 5;
        Object[] back = (Object[]) there(new Object[] {self, self});
        assertThat(((ReplacedByItself) back[0]).value).isEqualTo(5);
        assertThat(back[1]).isSameAs(back[0]);
    }
}
