package io.mirai.issues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mirai.DaemonContext;
import io.mirai.DaemonOptions;
import io.mirai.Daemons;
import io.mirai.Mirai;
import io.mirai.MiraiError;
import io.mirai.Outcome;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The options and the class path that a user gives to the JVMs of daemons. */
@Tag("jdk")
@Timeout(120)
class DaemonJvmTest {

    @TempDir
    Path scratch;

    @Test
    void jvmArgs_areSeenByTasksAndWin() {
        DaemonOptions options =
                DaemonOptions.none().jvmArgs("-Xmx123m", "-Dgreeting=a b", "-Duser.timezone=Asia/Tokyo", "-esa");
        try (Daemons daemons = Daemons.builder().daemon(options).start()) {
            assertThat(daemons.mirai(() -> Runtime.getRuntime().maxMemory() >> 20)
                            .collect())
                    .isBetween(110L, 123L);
            assertThat(daemons.mirai(() -> System.getProperty("greeting")).collect())
                    .isEqualTo("a b");
            assertThat(daemons.mirai(() -> System.getProperty("user.timezone")).collect())
                    .isEqualTo("Asia/Tokyo");
        }
    }

    @Test
    void jvmArgs_mayChooseACollector() {
        try (Daemons daemons = Daemons.builder()
                .daemon(DaemonOptions.none().jvmArgs("-XX:+UseParallelGC"))
                .start()) {
            assertThat(daemons.mirai(DaemonJvmTest::collectors).collect()).contains("PS Scavenge");
        }
    }

    @Test
    void java_namesTheProgramOfTheDaemons() throws Exception {
        Path own = Path.of(System.getProperty("java.home"), "bin", "java");
        Path wrapper =
                Files.writeString(scratch.resolve("my java"), "#!/bin/sh\nexec " + own + " -Dwrapped=yes \"$@\"\n");
        assertThat(wrapper.toFile().setExecutable(true)).isTrue();
        try (Daemons daemons = Daemons.builder()
                .daemon(DaemonOptions.none().java(wrapper.toString()))
                .start()) {
            assertThat(daemons.mirai(() -> System.getProperty("wrapped")).collect())
                    .isEqualTo("yes");
        }
        assertThatThrownBy(() -> Daemons.builder()
                        .daemon(DaemonOptions.none().java("no-such-java"))
                        .start())
                .hasMessageContainingAll("cannot start the JVM of a daemon", "no-such-java", "command: no-such-java");
        assertThatThrownBy(() -> DaemonOptions.none().java("")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void launchLocal_withOtherOptions_leavesTheFirstDaemonsAlone() {
        try (Daemons daemons = Daemons.local(1)) {
            daemons.launchLocal(1, DaemonOptions.none().jvmArgs("-Dwho=second"));
            awaitOnline(daemons, 2);
            Map<Integer, String> said = onEach(daemons, 2, () -> String.valueOf(System.getProperty("who")));
            assertThat(said).isEqualTo(Map.of(0, "null", 1, "second"));
        }
    }

    @Test
    void jvmArgs_thatTheJvmDoesNotKnow_failTheStartWithItsWords() {
        assertThatThrownBy(() -> Daemons.builder()
                        .daemon(DaemonOptions.none().jvmArgs("-XX:Nonsense=1"))
                        .start())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll(
                        "exit code 1",
                        "Unrecognized VM option 'Nonsense=1'",
                        "command: ",
                        "-XX:Nonsense=1 -cp",
                        "io.mirai.daemon.DaemonMain");
        assertNoChild();
    }

    /** This the JVM says on standard output, unless it is told otherwise. */
    @Test
    void jvmArgs_thatContradictEachOther_failTheStartWithItsWords() {
        assertThatThrownBy(() -> Daemons.builder()
                        .daemon(DaemonOptions.none().jvmArgs("-Xms200m", "-Xmx100m"))
                        .start())
                .hasMessageContainingAll("exit code 1", "Initial heap size set to a larger value than the maximum");
        assertNoChild();
    }

    @Test
    void classPath_isFoundByTasksAfterTheHosts() throws Exception {
        Path jar = jar("one", "1");
        String relative = Path.of("").toAbsolutePath().relativize(jar).toString();
        try (Daemons daemons = Daemons.builder()
                .daemon(DaemonOptions.none().classPath(relative))
                .start()) {
            assertThat(daemons.mirai(DaemonJvmTest::price).collect()).isEqualTo("1");
            assertThat(daemons.mirai(() -> System.getProperty("java.class.path"))
                            .collect())
                    .endsWith(relative);
            assertThat(daemons.mirai(() -> {
                                try (Daemons inner = Daemons.local(1)) {
                                    return inner.mirai(DaemonJvmTest::price).collect();
                                }
                            })
                            .collect())
                    .as("on a daemon of a task")
                    .isEqualTo("1");
        }
    }

    @Test
    void classPath_ofTwoSlots_differAtOnce() throws Exception {
        DaemonOptions first = DaemonOptions.none().classPath(jar("one", "1").toString());
        DaemonOptions second = DaemonOptions.none().classPath(jar("two", "2").toString());
        try (Daemons daemons = Daemons.builder().daemon(first).start()) {
            daemons.launchLocal(1, second);
            daemons.launchLocal(1, DaemonOptions.none());
            awaitOnline(daemons, 3);
            assertThat(onEach(daemons, 3, DaemonJvmTest::price)).isEqualTo(Map.of(0, "1", 1, "2", 2, "none"));
        }
    }

    @Test
    void classPath_ofOneThatDied_isThatOfItsSuccessor() throws Exception {
        DaemonOptions options = DaemonOptions.none().classPath(jar("one", "1").toString());
        try (Daemons daemons = Daemons.builder().daemon(options).start()) {
            Mirai<Object> halting = daemons.mirai(() -> {
                Runtime.getRuntime().halt(1);
                return null;
            });
            assertThat(halting.call().data()).isInstanceOf(Outcome.Failure.class);
            assertThat(daemons.mirai(DaemonJvmTest::price).collect()).isEqualTo("1");
        }
    }

    @Test
    void classPath_withNothingThere_failsTheStart() {
        assertThatThrownBy(() -> Daemons.builder()
                        .daemon(DaemonOptions.none().classPath("no/such.jar"))
                        .start())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll(
                        "no/such.jar", Path.of("no/such.jar").toAbsolutePath().toString(), "DaemonOptions.classPath");
        assertNoChild();
    }

    @Test
    void classPath_thatHostAndDaemonDoNotShare_isMissedReadably() {
        try (Daemons daemons = Daemons.local(1)) {
            Mirai<Object> missing = daemons.mirai(() -> Class.forName("shop.Price"));
            assertThat(((Outcome.Failure<?>) missing.call().data()).error())
                    .isInstanceOf(MiraiError.class)
                    .hasMessageContaining("java.lang.ClassNotFoundException: shop.Price");
        }
    }

    // ---- Helpers; those that daemons call are static ----

    private static String price() throws ReflectiveOperationException {
        try {
            return (String) Class.forName("shop.Price").getMethod("now").invoke(null);
        } catch (ClassNotFoundException e) {
            return "none";
        }
    }

    private static String collectors() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .map(GarbageCollectorMXBean::getName)
                .collect(Collectors.joining(", "));
    }

    /** Runs it on each daemon once: none of the tasks ends before all have begun. */
    private Map<Integer, String> onEach(Daemons daemons, int n, io.mirai.Task<String> task) {
        String directory = scratch.toString();
        List<Mirai<Map.Entry<Integer, String>>> all = IntStream.range(0, n)
                .mapToObj(i -> daemons.mirai(() -> {
                    Files.createFile(Path.of(directory, "begun-" + i));
                    await().until(() -> IntStream.range(0, n)
                            .allMatch(other -> Files.exists(Path.of(directory, "begun-" + other))));
                    return Map.entry(DaemonContext.current().index(), task.call());
                }))
                .toList();
        Map<Integer, String> said = new TreeMap<>();
        all.forEach(mirai -> said.put(mirai.collect().getKey(), mirai.collect().getValue()));
        return said;
    }

    private static void awaitOnline(Daemons daemons, int n) {
        await().atMost(Duration.ofSeconds(60)).until(() -> daemons.status().connections() == n);
    }

    private static void assertNoChild() {
        assertThat(ProcessHandle.current().children()).isEmpty();
    }

    /** A jar with a class of a fixed name that returns this. */
    private Path jar(String name, String price) throws IOException, InterruptedException {
        Path home = Files.createDirectory(scratch.resolve(name));
        Path source = home.resolve("Price.java");
        Files.writeString(
                source,
                "package shop; public class Price { public static String now() { return \"" + price + "\"; } }");
        int status =
                ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", home.toString(), source.toString());
        assertThat(status).isZero();
        Path jar = scratch.resolve(name + ".jar");
        assertThat(java.util.spi.ToolProvider.findFirst("jar")
                        .orElseThrow()
                        .run(
                                System.out,
                                System.err,
                                "--create",
                                "--file",
                                jar.toString(),
                                "-C",
                                home.toString(),
                                "shop"))
                .isZero();
        return jar;
    }
}
