package io.mirai.codec.rules;

import io.mirai.TaskBiFunction;
import io.mirai.TaskFunction;
import io.mirai.TaskStream;
import io.mirai.codec.jdk.Instances;
import io.mirai.spi.ResultClasses;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The user's classes that results of strangers may contain: those that the host has shipped, those that lie with the code of a
 * task, and those that the user has allowed. Thread-safe.
 */
public final class ListedClasses implements Listing {

    /** A host that ships ever new classes, as jshell does, does not fill its heap with their names. */
    private static final int MAX_SHIPPED = 16 * 1024;

    private static final List<Class<?>> CODE =
            List.of(Callable.class, Runnable.class, TaskFunction.class, TaskBiFunction.class, TaskStream.class);

    private final Set<String> allowed;
    private final Set<String> prefixes;
    private final Set<String> shipped = ConcurrentHashMap.newKeySet();
    private final TaskCode taskCode = new TaskCode();

    public ListedClasses(ResultClasses allowed) {
        this.allowed = allowed.names().stream().map(ClassList::elementOf).collect(Collectors.toUnmodifiableSet());
        this.prefixes = allowed.prefixes();
    }

    /** A task carries objects of this class. */
    public void ship(Class<?> type) {
        if (Instances.isPlatform(type)) {
            return;
        }
        if (isCode(type) && !ClassList.isInner(type.getName())) {
            taskCode.add(type);
        }
        if (!type.isHidden()) {
            boolean constantWithBody = Enum.class.isAssignableFrom(type) && !type.isEnum();
            ship((constantWithBody ? type.getSuperclass() : type).getName());
        }
    }

    /** Whether objects of a class, which may be a lambda's, are something that a daemon runs. */
    private static boolean isCode(Class<?> type) {
        return CODE.stream().anyMatch(code -> code.isAssignableFrom(type));
    }

    /** A task carries objects or lambdas of the class with this name. */
    public void ship(String name) {
        String element = ClassList.elementOf(name);
        if (shipped.size() < MAX_SHIPPED) {
            shipped.add(element);
        }
    }

    @Override
    public boolean names(String name) {
        return shipped.contains(name) || allowed.contains(name);
    }

    @Override
    public boolean mayContain(String name, ClassLoader view) {
        return names(name) || allows(name) || taskCode.mayHave(ClassList.pathOf(name), view);
    }

    @Override
    public boolean contains(Class<?> type) {
        String name = type.getName();
        return names(name) || allows(name) || taskCode.has(type);
    }

    @Override
    public boolean allows(String name) {
        return allowed.contains(name) || prefixes.stream().anyMatch(name::startsWith);
    }
}
