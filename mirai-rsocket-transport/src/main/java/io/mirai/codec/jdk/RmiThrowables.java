package io.mirai.codec.jdk;

import static io.mirai.codec.jdk.JdkTable.parts;

import io.mirai.codec.jdk.JdkThrowables.Making;
import java.lang.reflect.Constructor;
import java.rmi.RemoteException;
import java.rmi.server.ServerCloneException;
import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** java.rmi. Its exceptions hold their cause in a public field, and print it behind their message. */
final class RmiThrowables {

    private RmiThrowables() {}

    static @Nullable Making making(Class<?> type) throws NoSuchMethodException {
        if (type == ServerCloneException.class) {
            return JdkThrowables.of(
                    ServerCloneException.class,
                    type,
                    e -> parts(JdkThrowables.messageWithin(e), e.detail),
                    String.class,
                    Exception.class);
        }
        if (!RemoteException.class.isAssignableFrom(type)) {
            return null;
        }
        return JdkThrowables.of(
                RemoteException.class,
                type,
                e -> parts(JdkThrowables.messageWithin(e), e.detail),
                (e, parts) -> e.detail = (Throwable) parts[1],
                parametersOf(type));
    }

    /** A message, or a message and the detail. */
    private static Class<?>[] parametersOf(Class<?> type) throws NoSuchMethodException {
        return Arrays.stream(type.getConstructors())
                .filter(c -> c.getParameterCount() > 0 && c.getParameterTypes()[0] == String.class)
                .min(Comparator.comparing(Constructor::getParameterCount))
                .orElseThrow(NoSuchMethodException::new)
                .getParameterTypes();
    }
}
