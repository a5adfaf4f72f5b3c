package io.mirai.codec.rules;

import io.mirai.codec.jdk.Instances;
import io.mirai.spi.ResultClasses;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The user's classes that results of strangers may contain: those that the host has shipped, and those that the user
 * has allowed. Thread-safe.
 */
public final class ListedClasses {

    /** A host that ships ever new classes, as jshell does, does not fill its heap with their names. */
    private static final int MAX_SHIPPED = 16 * 1024;

    private final Set<String> allowed;
    private final Set<String> prefixes;
    private final Set<String> shipped = ConcurrentHashMap.newKeySet();

    public ListedClasses(ResultClasses allowed) {
        this.allowed = allowed.names().stream().map(ClassList::elementOf).collect(Collectors.toUnmodifiableSet());
        this.prefixes = allowed.prefixes();
    }

    /** A task carries objects of this class. */
    public void ship(Class<?> type) {
        if (type.isHidden() || Instances.isPlatform(type)) {
            return;
        }
        boolean constantWithBody = Enum.class.isAssignableFrom(type) && !type.isEnum();
        ship((constantWithBody ? type.getSuperclass() : type).getName());
    }

    /** A task carries objects or lambdas of the class with this name. */
    public void ship(String name) {
        String element = ClassList.elementOf(name);
        if (shipped.size() < MAX_SHIPPED) {
            shipped.add(element);
        }
    }

    /** Whether results may contain objects of this class, which is no array. */
    public boolean contains(String name) {
        return shipped.contains(name) || allows(name);
    }

    /** Whether the user has allowed this class, which is no array. */
    boolean allows(String name) {
        return allowed.contains(name) || prefixes.stream().anyMatch(name::startsWith);
    }
}
