package io.mirai.carried;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/** Searches for failures that {@link AnyResultTest} should hear of: {@code mvnw -Pfuzz}. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class FailureFuzz {

    @MethodSource("io.mirai.carried.AnyResultTest#failures")
    @FuzzTest(maxDuration = "2m")
    void read(byte[] bytes) {
        AnyResultTest.failure(bytes);
    }
}
