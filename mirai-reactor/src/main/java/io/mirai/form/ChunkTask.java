package io.mirai.form;

import io.mirai.Task;
import io.mirai.TaskFunction;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Applies a function to some elements, one after the other. It travels to the daemon as it is. */
public record ChunkTask<A, R>(List<? extends @Nullable A> elements, TaskFunction<? super A, ? extends R> function)
        implements Task<List<@Nullable R>> {

    /** Splits a list into so many chunks of neighbours, of lengths as alike as can be, as R's {@code splitIndices}. */
    public static <A, R> List<ChunkTask<A, R>> split(
            List<? extends A> elements, int chunks, TaskFunction<? super A, ? extends R> function) {
        List<ChunkTask<A, R>> all = new ArrayList<>();
        int from = 0;
        for (int chunk = 1; chunk <= chunks; chunk++) {
            int to = end(chunk, chunks, elements.size());
            all.add(new ChunkTask<>(new ArrayList<>(elements.subList(from, to)), function));
            from = to;
        }
        return all;
    }

    /**
     * Returns the last element of a chunk as R has it: that cuts the numbers from 1 to n into intervals of one length, a little
     * more at either end.
     */
    private static int end(int chunk, int chunks, int n) {
        if (chunk == chunks || n == 0) {
            return n;
        }
        double fuzz = Math.min((n - 1) / 1000.0, 0.4 * n / chunks);
        double low = 1 - fuzz;
        double high = n + fuzz;
        return (int) Math.floor(low + chunk * ((high - low) / chunks));
    }

    @Override
    public List<@Nullable R> call() throws Exception {
        List<@Nullable R> results = new ArrayList<>(elements.size());
        for (A element : elements) {
            results.add(function.apply(element));
        }
        return results;
    }
}
