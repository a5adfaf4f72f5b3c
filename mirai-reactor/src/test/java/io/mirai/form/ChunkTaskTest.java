package io.mirai.form;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A list is cut into chunks as R's {@code parallel::splitIndices} cuts it. */
class ChunkTaskTest {

    @ParameterizedTest
    @CsvSource({"20, 3, 7 6 7", "10, 4, 3 2 2 3", "5, 2, 2 3", "3, 3, 1 1 1", "1, 1, 1", "0, 2, 0 0", "100, 1, 100"})
    void split_isAsEvenAsItCanBe(int size, int chunks, String lengths) {
        List<Integer> elements = IntStream.range(0, size).boxed().toList();
        List<ChunkTask<Integer, Integer>> split = ChunkTask.split(elements, chunks, x -> x);
        assertThat(split.stream().map(chunk -> chunk.elements().size()))
                .containsExactlyElementsOf(
                        Arrays.stream(lengths.split(" ")).map(Integer::valueOf).toList());
        List<Integer> joined = new ArrayList<>();
        split.forEach(chunk -> joined.addAll(chunk.elements()));
        assertThat(joined).isEqualTo(elements);
    }
}
