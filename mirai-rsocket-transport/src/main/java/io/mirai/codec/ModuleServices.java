package io.mirai.codec;

import io.mirai.codec.rules.Cures;
import java.lang.module.ModuleDescriptor;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the modules of the host provide, by the rules of the class path: on a daemon user code is in no module, and
 * their descriptors do not count.
 */
final class ModuleServices {

    private ModuleServices() {}

    /** The names of the classes that provide a service; without those that only a provider method can make. */
    static List<String> providers(String service) {
        return ModuleLayer.boot().modules().stream()
                .filter(module -> !Cures.isOfJdk(module))
                .flatMap(module -> module.getDescriptor().provides().stream()
                        .filter(provides -> provides.service().equals(service))
                        .map(ModuleDescriptor.Provides::providers)
                        .flatMap(List::stream)
                        .flatMap(name -> Stream.ofNullable(Class.forName(module, name))))
                .filter(ModuleServices::isMadeByConstructor)
                .map(Class::getName)
                .toList();
    }

    private static boolean isMadeByConstructor(Class<?> provider) {
        return Arrays.stream(provider.getConstructors()).anyMatch(ModuleServices::takesNothing)
                && Arrays.stream(provider.getMethods())
                        .noneMatch(method -> method.getName().equals("provider")
                                && method.getParameterCount() == 0
                                && Modifier.isStatic(method.getModifiers()));
    }

    private static boolean takesNothing(Constructor<?> constructor) {
        return constructor.getParameterCount() == 0;
    }
}
