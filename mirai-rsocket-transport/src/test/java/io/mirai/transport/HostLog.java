package io.mirai.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.mirai.transport.host.DaemonListener;
import java.io.PrintStream;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** What the host's log says of those whom it refuses, while this is open. */
final class HostLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {

    private static final Logger LOGGER = (Logger) LoggerFactory.getLogger(DaemonListener.class);

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    private volatile @Nullable PrintStream printed;

    HostLog() {
        setContext(LOGGER.getLoggerContext());
        start();
        LOGGER.addAppender(this);
    }

    @Override
    protected void append(ILoggingEvent event) {
        lines.add(event.getFormattedMessage());
        PrintStream out = printed;
        if (out != null) {
            out.println(event.getFormattedMessage());
        }
    }

    /** Waits for the one line, which has the address and this reason. */
    void says(String reason) {
        await().atMost(Pair.LIMIT).untilAsserted(() -> assertThat(lines)
                .filteredOn(line -> line.startsWith("refused the connection from /127.0.0.1:"))
                .singleElement()
                .asString()
                .contains(reason));
    }

    /** Waits for a line. */
    void has(String text) {
        await().atMost(Pair.LIMIT).untilAsserted(() -> assertThat(lines)
                .anySatisfy(line -> assertThat(line).contains(text)));
    }

    boolean tells(String text) {
        return lines.stream().anyMatch(line -> line.contains(text));
    }

    /** Prints the lines as they come. */
    void printTo(PrintStream out) {
        printed = out;
    }

    void isEmpty() {
        assertThat(lines).isEmpty();
    }

    @Override
    public void close() {
        LOGGER.detachAppender(this);
        stop();
    }
}
