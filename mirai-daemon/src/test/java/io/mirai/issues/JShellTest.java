package io.mirai.issues;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A script in a real jshell. Each of its parts prints lines, which a test looks for. */
@Tag("jdk")
class JShellTest {

    private static final String SCRIPT =
            """
            import static io.mirai.Mirais.*;
            void say(String what, Object value) { System.out.println("<" + what + " " + value + ">"); }

            daemons(2); int x = 5; var m = mirai(() -> x * 10); say("first", m.collect())

            x = 7
            say("assigned", mirai(() -> x * 10).collect())
            int x = 9
            say("declared again", mirai(() -> x * 10).collect())
            var before = mirai(() -> x * 10); x = 1; say("snapshot", before.collect())
            for (x = 0; x < 4; x++) { say("loop", mirai(() -> x * 10).collect()); }
            say("map", map(List.of(1, 2, 3), i -> i * x).collect())
            say("changed by the task", mirai(() -> { x = x + 100; return x; }).collect())
            say("and not kept", mirai(() -> x).collect())

            record Point(int a, String b) { int scaled() { return a * x; } }
            Point p = new Point(3, "b")
            say("record back", mirai(() -> p).collect().equals(p))
            say("record there", mirai(() -> new Point(p.scaled(), p.b() + "!")).collect())

            int twice(int i) { return 2 * i; }
            int thrice(int i) { return i + twice(i); }
            say("method", mirai(() -> thrice(x)).collect())
            int twice(int i) { return 200 * i; }
            say("method it calls typed again", mirai(() -> thrice(x)).collect())

            interface Shape { double area(); }
            double unit = 2
            class Square implements Shape { public double area() { return x * x * unit; } }
            Shape shape = new Square()
            say("class behind an interface", mirai(() -> shape.area()).collect())
            { Shape local = new Square(); say("local variable", mirai(() -> local.area()).collect()); }
            class Own implements Shape, java.io.Serializable { int v = 2; private void writeObject(java.io.ObjectOutputStream out) throws java.io.IOException { out.defaultWriteObject(); } public double area() { return v * x; } }
            Shape own = new Own()
            say("own stream", mirai(() -> own.area()).collect())
            enum Color { RED, GREEN }
            say("enum", mirai(() -> Color.values()[1]).collect() == Color.GREEN)
            class Oops extends RuntimeException { Oops(String message) { super(message); } }
            try { mirai(() -> { throw new Oops("at " + x); }).collect(); } catch (io.mirai.MiraiError e) { say("cause", e.getCause() instanceof Oops); }

            Thread thread = new Thread()
            say("not of the lambda", m.collect() + mirai(() -> x).collect())
            mirai(() -> thread.getName())
            mirai(() -> m.collect())

            say("nested", mirai(() -> { try (var d = io.mirai.Daemons.local(1)) { return d.mirai(() -> thrice(x)).collect(); } }).collect())

            x = 2
            import reactor.core.publisher.Flux
            var lazily = map(Flux.range(1, 30), i -> { Thread.sleep(10); return i * x; }).collectList().toFuture()
            x = 5
            for (int i = 0; i < 5; i++) { say("between", mirai(() -> x).collect()); }
            say("lazy map", lazily.get().equals(java.util.stream.IntStream.rangeClosed(1, 30).map(i -> i * 2).boxed().toList()))
            say("typed elements", map(List.of(new Point(1, "a"), new Point(2, "b")), q -> q.scaled()).collect())
            say("stream", stream(() -> Flux.just(x, x + 1)).collectList().block())

            daemons(0)
            io.mirai.Daemons.Builder builder = io.mirai.Daemons.builder().n(1)
            Function<io.mirai.Daemons.Builder, io.mirai.Daemons> starting = io.mirai.Daemons.Builder::start
            var wide = starting.apply(builder.daemon(io.mirai.DaemonOptions.none().threads(4)))
            var each = new ArrayList<io.mirai.Mirai<Integer>>()
            for (x = 0; x < 8; x++) { each.add(wide.mirai(() -> { Thread.sleep(100); return x; })); }
            say("at once", collectMirai(each))
            wide.close()
            say("end", "reached")
            /exit
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private static Path directory;

    @SuppressWarnings("NullAway.Init") // before all tests
    private static String said;

    @BeforeAll
    static void run() throws IOException, InterruptedException {
        Path script = Files.writeString(directory.resolve("script"), SCRIPT);
        Path output = directory.resolve("output");
        Process jshell = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jshell")
                                .toString(),
                        "-s",
                        "--class-path",
                        System.getProperty("java.class.path"))
                .redirectInput(script.toFile())
                .redirectOutput(output.toFile())
                .redirectErrorStream(true)
                .start();
        try {
            boolean ended = jshell.waitFor(5, TimeUnit.MINUTES);
            said = Files.readString(output);
            assertThat(ended).as(said).isTrue();
        } finally {
            jshell.destroyForcibly();
        }
    }

    @Test
    void firstLines_work() {
        assertThat(said).contains("<first 50>").contains("<end reached>");
    }

    @Test
    void changedVariable_isSeenAsItWasAtTheCall() {
        assertThat(said)
                .contains("<assigned 70>", "<declared again 90>", "<snapshot 90>")
                .contains("<loop 0>", "<loop 10>", "<loop 20>", "<loop 30>")
                .contains("<map [4, 8, 12]>")
                .contains("<changed by the task 104>", "<and not kept 4>");
    }

    @Test
    void functionOfAMap_keepsItsVariablesWhateverOtherTasksDo() {
        assertThat(said)
                .contains("<between 5>", "<lazy map true>", "<typed elements [5, 10]>", "<stream [5, 6]>")
                .doesNotContain("<between 2>");
    }

    @Test
    void typedRecord_goesThereAndBack() {
        assertThat(said).contains("<record back true>", "<record there Point[a=12, b=b!]>");
    }

    @Test
    void typedMethod_isCalledAsItWasTypedLast() {
        assertThat(said).contains("<method 12>", "<method it calls typed again 804>");
    }

    @Test
    void typedClasses_comeWithTheVariablesThatTheyRead() {
        assertThat(said)
                .contains(
                        "<class behind an interface 32.0>",
                        "<local variable 32.0>",
                        "<own stream 8.0>",
                        "<enum true>",
                        "<cause true>");
    }

    @Test
    void variableThatCannotBeCarried_isNamed() {
        assertThat(said)
                .contains("MiraiNotSerializable: The task cannot be carried to a daemon: variable thread"
                        + " (java.lang.Thread): threads, executors")
                .contains("variable m (io.mirai.Mirai)")
                .contains("<not of the lambda 54>");
    }

    @Test
    void tasksThatRunAtOnce_haveTheirOwnValues() {
        assertThat(said).contains("<at once [0, 1, 2, 3, 4, 5, 6, 7]>");
    }

    @Test
    void daemonsOfATask_findWhatWasTypedToo() {
        assertThat(said).contains("<nested 804>");
    }
}
