package io.mirai.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBufAllocator;
import java.io.FileInputStream;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Selector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/** One leak of each kind; all are mended at the end, or the watch over this class itself would find them. */
class NoLeaksTest {

    private static final Duration AT_ONCE = Duration.ofMillis(50);
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Watch watch = Watch.begin();

    @Test
    void end_nothingLeft_isSilent() {
        assertThat(watch.end(LIMIT)).isEmpty();
    }

    @Test
    void end_bufferNotReleased_namesIt() {
        ByteBufAllocator.DEFAULT.ioBuffer(8).writeInt(42);
        List<String> reports = new ArrayList<>();
        await().pollInSameThread().atMost(LIMIT).until(() -> {
            reports.addAll(watch.end(AT_ONCE));
            return !reports.isEmpty();
        });
        assertThat(reports).singleElement().asString().contains("ByteBuf");
    }

    @Test
    void end_errorDropped_namesIt() {
        Operators.onErrorDropped(new IllegalStateException("too late"), Context.empty());
        assertThat(watch.end(AT_ONCE)).singleElement().asString().contains("too late");
    }

    @Test
    void takeErrors_errorDropped_namesItOnce() {
        Operators.onErrorDropped(new IllegalStateException("too late"), Context.empty());
        assertThat(Dropped.takeErrors()).singleElement().asString().contains("too late");
        assertThat(Dropped.takeErrors()).isEmpty();
    }

    @Test
    void end_threadLeft_namesIt() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        Thread left = new Thread(
                () -> {
                    try {
                        over.await();
                    } catch (InterruptedException e) {
                        // It ends in any case.
                    }
                },
                "left behind");
        left.start();
        assertThat(watch.end(AT_ONCE)).contains("thread left behind");
        over.countDown();
        assertThat(watch.end(LIMIT)).isEmpty();
    }

    @Test
    void end_fileOpen_namesIt(@TempDir Path directory) throws Exception {
        Path file = Files.createFile(directory.resolve("open"));
        try (FileInputStream in = new FileInputStream(file.toFile())) {
            assertThat(watch.end(AT_ONCE)).contains("descriptor of " + file);
            assertThat(in.read()).isNegative();
        }
        assertThat(watch.end(LIMIT)).isEmpty();
    }

    @Test
    void end_socketAndSelectorOpen_namesBoth() throws Exception {
        try (DatagramChannel channel = DatagramChannel.open();
                Selector selector = Selector.open()) {
            assertThat(channel.isOpen() && selector.isOpen()).isTrue();
            assertThat(watch.end(AT_ONCE))
                    .anyMatch(report -> report.startsWith("descriptor of socket:["))
                    .anyMatch(report -> report.startsWith("descriptor of anon_inode:[eventpoll]"));
        }
        assertThat(watch.end(LIMIT)).isEmpty();
    }

    @Test
    void end_childProcess_namesIt() throws Exception {
        Process child = new ProcessBuilder("sleep", "600").start();
        assertThat(watch.end(AT_ONCE))
                .anyMatch(report -> report.startsWith("process " + child.pid()) && report.endsWith("sleep 600"));
        child.destroyForcibly();
        assertThat(watch.end(LIMIT)).isEmpty();
    }

    @Test
    void end_fileOfAFleet_namesIt() throws Exception {
        Path left = Files.createTempDirectory(Path.of(System.getenv("XDG_RUNTIME_DIR")), "mirai-");
        assertThat(watch.end(AT_ONCE)).contains("file " + left);
        Files.delete(left);
        assertThat(watch.end(LIMIT)).isEmpty();
    }

    @Test
    void end_fileOfAnotherProgram_isNotOurs() throws Exception {
        Path others = Files.createTempDirectory("mirai-");
        assertThat(watch.end(AT_ONCE)).isEmpty();
        Files.delete(others);
    }
}
