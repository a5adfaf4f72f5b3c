package io.mirai.launch.jvm;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The packages of the JDK that are open or exported to user code in this JVM and are not so by themselves: whether an
 * option, an argument file, the manifest of {@code java -jar} or an agent has opened them. For daemons they are opened to
 * the class path, where all user code is.
 */
final class OpenPackages {

    private static final String INCUBATOR = "jdk.incubator.";

    /** The JDK itself exports it as soon as a class of the user is an event. */
    private static final String FLIGHT_RECORDER = "jdk.jfr.internal.event";

    private OpenPackages() {}

    /** The options that open the same in a daemon. */
    static List<String> options() {
        return options(ModuleLayer.boot().modules());
    }

    private static List<String> options(Set<Module> all) {
        List<Module> users = new ArrayList<>();
        List<Module> jdk = new ArrayList<>();
        all.forEach(module -> (ModuleOptions.isOfJdk(module.getName()) ? jdk : users).add(module));
        users.add(ClassLoader.getSystemClassLoader().getUnnamedModule());
        Set<String> options = new TreeSet<>();
        for (Module module : jdk) {
            if (module.getName().startsWith(INCUBATOR)) {
                options.add("--add-modules=" + module.getName()); // a user's module may require it; a class path cannot
            }
            for (String name : module.getPackages()) {
                if (name.equals(FLIGHT_RECORDER)) {
                    continue;
                }
                String target = module.getName() + "/" + name + "=ALL-UNNAMED";
                if (toSome(users, user -> module.isOpen(name, user), module.isOpen(name))) {
                    options.add("--add-opens=" + target);
                } else if (toSome(users, user -> module.isExported(name, user), module.isExported(name))) {
                    options.add("--add-exports=" + target);
                }
            }
        }
        return List.copyOf(options);
    }

    private static boolean toSome(List<Module> users, Predicate<Module> has, boolean toAll) {
        return !toAll && users.stream().anyMatch(has);
    }
}
