package io.mirai.codec.rules;

import io.mirai.codec.jdk.Instances;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** What hash codes are made from. */
public final class Hashes {

    private Hashes() {}

    /** Whether the hash code of an object may be another once other objects, which it refers to, are complete. */
    public static boolean followContents(Object object) {
        Class<?> type = object.getClass();
        if (object instanceof Enum<?>) {
            return false;
        }
        if (Instances.isPlatform(type)) {
            return object instanceof Collection<?>
                    || object instanceof Map<?, ?>
                    || object instanceof Map.Entry<?, ?>
                    || object instanceof Optional<?>;
        }
        return !isByIdentity(type);
    }

    /** Whether objects of a class that is not the JDK's hash by their identity. */
    static boolean isByIdentity(Class<?> type) {
        return !type.isArray() && !Proxy.isProxyClass(type) && (type.isHidden() || !Magic.hashesItself(type));
    }
}
