package io.mirai.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBufAllocator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

class NoLeaksTest {

    @Test
    void takeReports_bufferNotReleased_namesIt() {
        ByteBufAllocator.DEFAULT.ioBuffer(8).writeInt(42);
        List<String> reports = new ArrayList<>();
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            reports.addAll(NoLeaks.takeReports());
            return !reports.isEmpty();
        });
        assertThat(reports).singleElement().asString().contains("ByteBuf");
    }

    @Test
    void takeReports_errorDropped_namesIt() {
        Operators.onErrorDropped(new IllegalStateException("too late"), Context.empty());
        assertThat(NoLeaks.takeReports()).anyMatch(report -> report.contains("too late"));
    }
}
