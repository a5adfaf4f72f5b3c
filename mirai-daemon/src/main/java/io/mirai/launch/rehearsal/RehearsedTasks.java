package io.mirai.launch.rehearsal;

import io.mirai.DaemonContext;
import io.mirai.Task;
import io.mirai.TaskFunction;
import io.mirai.spi.Body;
import io.mirai.spi.Codec;
import io.mirai.spi.SharedFunction;
import io.mirai.spi.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the first tasks of a program are like, and one that ends the daemon. They are encoded as those are. */
final class RehearsedTasks {

    /** A task as it is sent. */
    record Encoded(Work work, Body body) {}

    /** So often that the JVM knows which methods are worth compiling. */
    private static final int TIMES = 200;

    private RehearsedTasks() {}

    /** All of them, in their order. */
    static List<Encoded> encode(Codec codec) {
        List<Encoded> tasks = new ArrayList<>();
        SharedFunction function = new SharedFunction(1, codec.encodeFunction(function(), Map.of()));
        for (int i = 0; i < TIMES; i++) {
            tasks.add(call(codec, small(i, "task " + i)));
            tasks.add(new Encoded(Work.apply(function), codec.encodeElement(i)));
        }
        tasks.add(call(codec, list(1.5, List.of("a", "b"))));
        tasks.add(call(codec, failing()));
        tasks.add(call(codec, last()));
        return tasks;
    }

    private static Encoded call(Codec codec, Task<?> task) {
        return new Encoded(Work.CALL, codec.encodeTask(task, Map.of()));
    }

    private static Task<Integer> small(int number, String text) {
        return () -> number + text.length() + DaemonContext.current().index();
    }

    private static Task<List<Double>> list(double number, List<String> texts) {
        return () -> texts.stream().map(text -> number + text.length()).toList();
    }

    private static TaskFunction<Integer, Integer> function() {
        return number -> number * number;
    }

    private static Task<Integer> failing() {
        return () -> {
            throw new IllegalStateException("rehearsed");
        };
    }

    /** The JVM writes its archive at a halt, too, and no hook has to end for it before. */
    private static Task<Integer> last() {
        return () -> {
            Runtime.getRuntime().halt(0);
            return 0;
        };
    }
}
