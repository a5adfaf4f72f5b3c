package io.mirai.codec.jdk;

import static io.mirai.codec.jdk.JdkTable.parts;

import io.mirai.codec.jdk.JdkThrowables.Making;
import javax.naming.CompositeName;
import javax.naming.InvalidNameException;
import javax.naming.Name;
import javax.naming.NamingException;
import org.jspecify.annotations.Nullable;

/** javax.naming. The objects that a name was resolved to live where they are, and stay there. */
final class NamingThrowables {

    private NamingThrowables() {}

    static Making making(Class<?> type) throws NoSuchMethodException {
        return JdkThrowables.of(
                NamingException.class,
                type,
                e -> parts(e.getExplanation(), textOf(e.getResolvedName()), textOf(e.getRemainingName())),
                (e, parts) -> {
                    e.setResolvedName(nameOf((String) parts[1]));
                    e.setRemainingName(nameOf((String) parts[2]));
                },
                String.class);
    }

    /** As one composite name, of whichever kind it was. */
    private static @Nullable String textOf(@Nullable Name name) {
        if (name == null) {
            return null;
        }
        try {
            return name instanceof CompositeName
                    ? name.toString()
                    : new CompositeName().add(name.toString()).toString();
        } catch (InvalidNameException e) {
            throw new IllegalStateException(e);
        }
    }

    private static @Nullable Name nameOf(@Nullable String text) {
        try {
            return text == null ? null : new CompositeName(text);
        } catch (InvalidNameException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
