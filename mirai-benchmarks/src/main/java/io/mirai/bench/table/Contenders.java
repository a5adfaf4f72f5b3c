package io.mirai.bench.table;

import io.mirai.bench.contender.Contender;
import io.mirai.bench.contender.Ours;
import io.mirai.bench.floor.Bare;
import io.mirai.bench.floor.Raw;
import io.mirai.bench.memory.DispatcherAlone;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** Lists the contenders: Mirai, the floors, and those peers that the class path has. */
public final class Contenders {

    private Contenders() {}

    /** Returns all of them, Mirai first. */
    public static List<Contender> all() {
        List<Contender> all = new ArrayList<>(List.of(new Ours(), new Bare(), new Raw(), new DispatcherAlone()));
        ServiceLoader.load(Contender.class).forEach(all::add);
        return all;
    }

    /** Makes the contender of this class, and loads no class of another. */
    static Contender ofClass(String className) throws ReflectiveOperationException {
        return Class.forName(className)
                .asSubclass(Contender.class)
                .getDeclaredConstructor()
                .newInstance();
    }
}
