package io.mirai.values;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javassist.util.proxy.ProxyFactory;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.dynamic.loading.ClassLoadingStrategy;
import net.bytebuddy.implementation.FixedValue;
import net.bytebuddy.matcher.ElementMatchers;

/** Objects of classes that no class file stands for. */
class InMemoryClassTest extends ValueTest {

    /** What the generated classes extend. */
    public static class Account {
        int balance = 5;

        public Account() {}

        public String name() {
            return "account";
        }
    }

    /** Refers to one. */
    record Holding(String name, Object account) {}

    @Override
    protected Stream<Value> values() throws Exception {
        Account byteBuddy = generated(ClassLoadingStrategy.Default.WRAPPER);
        Account injected = generated(ClassLoadingStrategy.Default.INJECTION);
        ProxyFactory factory = new ProxyFactory();
        factory.setSuperclass(Account.class);
        Object javassist = factory.create(
                new Class<?>[0], new Object[0], (self, method, proceed, arguments) -> proceed.invoke(self, arguments));
        List<Object> list = new ArrayList<>(List.of(1, byteBuddy));
        return Stream.of(
                Value.refusedAtCall("Byte Buddy subclass", byteBuddy, "ByteBuddy", "class path"),
                Value.refusedAtCall("Byte Buddy subclass in the user's loader", injected, "ByteBuddy", "class path"),
                Value.refusedAtCall("inside a record", new Holding("x", byteBuddy), "Holding.account", "class path"),
                Value.refusedAtCall("inside a list", list, "[1]", "class path"),
                Value.refusedAtCall("its class", byteBuddy.getClass(), "class path"),
                Value.refusedAtCall(
                        "array of them", java.lang.reflect.Array.newInstance(byteBuddy.getClass(), 1), "class path"),
                Value.refusedAtCall("Javassist proxy", javassist, "Account"));
    }

    private static Account generated(ClassLoadingStrategy<? super ClassLoader> strategy) throws Exception {
        return new ByteBuddy()
                .subclass(Account.class)
                .method(ElementMatchers.named("name"))
                .intercept(FixedValue.value("generated"))
                .make()
                .load(InMemoryClassTest.class.getClassLoader(), strategy)
                .getLoaded()
                .getConstructor()
                .newInstance();
    }
}
