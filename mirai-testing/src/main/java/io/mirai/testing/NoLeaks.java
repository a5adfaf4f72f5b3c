package io.mirai.testing;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Fails a test in which Reactor dropped an error, and a test class that leaves anything behind: a buffer that nobody
 * released, a thread, an open descriptor, a child process, a file. JUnit finds it by itself. What a class shares
 * among its tests may live until the last of them, so all but the dropped errors is looked for after the class.
 */
public final class NoLeaks implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

    /** Nothing that a test leaves may take longer to go; Netty's global executor takes a second, for one. */
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private static final Namespace NAMESPACE = Namespace.create(NoLeaks.class);

    static {
        // Before the first buffer, and the first fleet.
        Dropped.install();
        MiraiFiles.prepare();
    }

    /** For JUnit. */
    public NoLeaks() {}

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getStore(NAMESPACE).put(Watch.class, Watch.begin());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Assertions.assertThat(Dropped.takeErrors()).as("dropped errors").isEmpty();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Watch watch = Objects.requireNonNull(context.getStore(NAMESPACE).get(Watch.class, Watch.class));
        List<String> reports = watch.end(LIMIT);
        Assertions.assertThat(reports).as("left behind").isEmpty();
    }
}
