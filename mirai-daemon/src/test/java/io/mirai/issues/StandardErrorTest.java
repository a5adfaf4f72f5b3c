package io.mirai.issues;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirai.DaemonOptions;
import io.mirai.Daemons;
import io.mirai.Mirai;
import io.mirai.MiraiError;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an application sees on its own standard error: nothing of ours. */
@Tag("jdk")
@Timeout(120)
class StandardErrorTest {

    private static final int WARNS_OF_UNSAFE_SINCE = 24;

    @TempDir
    Path directory;

    /** Its slf4j provider is the logback of this class path, told to say nothing below WARN. */
    @Test
    void ofAHost_isEmpty() throws Exception {
        assertSilent(
                List.of("-Dlogback.configurationFile=" + quietLogback(), "-cp", System.getProperty("java.class.path")));
    }

    /** That there is no provider slf4j says by itself, unless it is told not to. */
    @Test
    void ofAHost_withoutAProvider_isEmpty() throws Exception {
        assertSilent(List.of("-Dslf4j.internal.verbosity=ERROR", "-cp", withoutLogback()));
    }

    @Test
    void ofAHost_withoutAProviderAndWithoutJavaLogging_isEmpty() throws Exception {
        String few = "--limit-modules=java.base,java.management,jdk.unsupported";
        assertSilent(List.of("-Dslf4j.internal.verbosity=ERROR", few, "-cp", withoutLogback()), few);
    }

    private static String withoutLogback() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("logback"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private void assertSilent(List<String> jvmArguments, String... argumentsOfDaemons) throws Exception {
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (Runtime.version().feature() >= WARNS_OF_UNSAFE_SINCE) {
            command.add("--enable-native-access=ALL-UNNAMED");
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.addAll(jvmArguments);
        command.add(Application.class.getName());
        command.addAll(List.of(argumentsOfDaemons));
        Process host = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        assertThat(host.waitFor(100, TimeUnit.SECONDS)).isTrue();
        assertThat(err).as("standard error").content().isEmpty();
        assertThat(out)
                .as("standard output")
                .content()
                .isEqualToIgnoringNewLines("42 java.lang.IllegalStateException, its daemons have said 0");
        assertThat(host.exitValue()).isZero();
    }

    private Path quietLogback() throws Exception {
        return Files.writeString(
                directory.resolve("logback.xml"),
                """
                <configuration>
                  <statusListener class="ch.qos.logback.core.status.NopStatusListener"/>
                  <appender name="ERR" class="ch.qos.logback.core.ConsoleAppender">
                    <target>System.err</target>
                    <encoder><pattern>%level %logger %msg%n</pattern></encoder>
                  </appender>
                  <root level="WARN"><appender-ref ref="ERR"/></root>
                </configuration>
                """);
    }

    /** Work, a failure, a stop and a close: ordinary life. */
    static final class Application {

        private Application() {}

        public static void main(String[] args) throws IOException {
            DaemonOptions options = DaemonOptions.none().jvmArgs(args);
            try (Daemons daemons = Daemons.builder().n(2).daemon(options).start()) {
                int value = daemons.mirai(() -> 42).collect();
                Mirai<Object> failed = daemons.mirai(() -> {
                    throw new IllegalStateException("boom");
                });
                Mirai<Object> stopped = daemons.mirai(() -> {
                    Thread.sleep(60_000);
                    return null;
                });
                stopped.stop();
                try {
                    failed.collect();
                } catch (MiraiError e) {
                    System.out.println(value + " " + e.remoteClassName() + ", its daemons have said " + bytesSaid());
                }
                daemons.mirai(() -> {
                            Runtime.getRuntime().halt(1);
                            return null;
                        })
                        .call();
            }
        }

        /** How long the files of what the JVMs of daemons print are, together. */
        private static long bytesSaid() throws IOException {
            Path base = Path.of(System.getenv("XDG_RUNTIME_DIR"));
            String own = "mirai-" + ProcessHandle.current().pid() + "-";
            try (Stream<Path> files = Files.find(
                    base,
                    2,
                    (file, attributes) -> file.toString().endsWith(".err")
                            && file.getParent().getFileName().toString().startsWith(own))) {
                return files.mapToLong(file -> file.toFile().length()).sum();
            }
        }
    }
}
