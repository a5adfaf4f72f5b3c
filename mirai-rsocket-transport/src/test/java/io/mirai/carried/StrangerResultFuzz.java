package io.mirai.carried;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/** Searches for results that {@link AnyResultTest} should hear of: {@code mvnw -Pfuzz}. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class StrangerResultFuzz {

    @MethodSource("io.mirai.carried.AnyResultTest#values")
    @DictionaryEntries({
        "io.mirai.carried.Tripwires$Plain",
        "io.mirai.carried.Tripwires$Constant",
        "[Lio.mirai.carried.Tripwires$Value;",
        "io.mirai.carried.ListedClassesTest$Pair",
        "java.util.ImmutableCollections$SetN",
        "java.util.regex.Pattern",
        "java.util.TreeSet",
        "java.lang.IllegalStateException"
    })
    @FuzzTest(maxDuration = "4m")
    void read(byte[] bytes) {
        AnyResultTest.ofStranger(bytes);
    }
}
