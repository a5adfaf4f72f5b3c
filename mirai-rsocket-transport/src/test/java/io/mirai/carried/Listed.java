package io.mirai.carried;

import io.mirai.Task;
import java.io.Serializable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A task, and classes beside it: strangers may answer with these. */
public final class Listed {

    /** What ran that should not have. */
    public static volatile String ran = "";

    /** What was typed into jshell. */
    public static volatile @Nullable Object typed;

    private Listed() {}

    public record Fit(int a, String name) {}

    public enum Level {
        LOW
    }

    public interface SerialFunction extends Function<Object, Integer>, Serializable {}

    public static Task<Integer> task() {
        return () -> 1;
    }

    public static SerialFunction lambda() {
        return x -> {
            ran = "lambda";
            return 1;
        };
    }
}
