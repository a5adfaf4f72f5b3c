package io.mirai.wire;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/** Searches for messages that {@link AnyMessageTest} should hear of: {@code mvnw -Pfuzz}. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class MessageFuzz {

    @MethodSource("io.mirai.wire.AnyMessageTest#messages")
    @FuzzTest(maxDuration = "1m")
    void read(byte[] bytes) {
        AnyMessageTest.read(bytes);
    }
}
