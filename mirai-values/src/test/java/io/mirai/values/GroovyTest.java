package io.mirai.values;

import static org.assertj.core.api.Assertions.assertThat;

import groovy.lang.Closure;
import groovy.lang.EmptyRange;
import groovy.lang.GroovyShell;
import groovy.lang.IntRange;
import groovy.lang.ObjectRange;
import groovy.lang.Tuple;
import groovy.lang.Tuple2;
import io.mirai.Daemons;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.codehaus.groovy.runtime.DefaultGroovyMethods;
import org.codehaus.groovy.runtime.GStringImpl;
import org.codehaus.groovy.runtime.MethodClosure;
import org.junit.jupiter.api.Test;

/** Values of Groovy's library, and what scripts make that have no class file. */
class GroovyTest extends ValueTest {

    @Override
    protected Stream<Value> values() throws Exception {
        GroovyShell shell = new GroovyShell();
        @SuppressWarnings("unchecked")
        Closure<Integer> length = new MethodClosure("x", "length");
        Map<String, Integer> withDefault =
                DefaultGroovyMethods.withDefault(new java.util.TreeMap<>(Map.of("a", 1)), length);
        return Stream.of(
                Value.of("list of a script", script(shell, "[3, 1, [a: 2]]")),
                Value.of("map of a script", script(shell, "[z: 1, a: [2.5, null]]")),
                Value.of("empty map of a script", script(shell, "[:]")),
                Value.of("large list of a script", script(shell, "(0..<" + LARGE + ").toList()")),
                Value.of("range of a script", script(shell, "1..5")),
                Value.of("text of a script", script(shell, "def x = 5; \"x is ${x}\"")),
                Value.of("number of a script", script(shell, "1.5 * 3")),
                Value.of("IntRange", new IntRange(false, 1, 5)),
                Value.of("reverse IntRange", new IntRange(5, 1)),
                Value.of("ObjectRange", new ObjectRange("a", "c")),
                Value.of("EmptyRange", new EmptyRange<>("a")),
                Value.of("GString", new GStringImpl(new Object[] {5}, new String[] {"x is ", "."})),
                Value.of("Tuple2", new Tuple2<>("a", 1)),
                Value.of("Tuple", new Tuple<>("a", "b", "c")),
                Value.of("immutable list", DefaultGroovyMethods.asImmutable(List.of(1, 2))),
                Value.refused(
                        "map with defaults by a method", withDefault, "initClosure", "UnsupportedOperationException"),
                Value.refused("MethodClosure", length, "UnsupportedOperationException"),
                Value.by("expando", expando(), e -> e.getProperty("a")),
                Value.refusedAtCall(
                        "object of a script's class",
                        script(shell, "class Fit { int a = 5 }; new Fit()"),
                        "Fit",
                        "class path"),
                Value.refusedAtCall("closure of a script", script(shell, "{ x -> x + 1 }"), "class path"),
                Value.refusedAtCall(
                        "list that holds an object of a script's class",
                        Arrays.asList(1, script(shell, "class Fit { int a = 5 }; new Fit()")),
                        "[1]",
                        "class path"));
    }

    private static groovy.util.Expando expando() {
        return new groovy.util.Expando(new java.util.HashMap<>(Map.of("a", 1)));
    }

    private static Object script(GroovyShell shell, String text) {
        return Objects.requireNonNull(shell.evaluate(text));
    }

    @Test
    void mirai_capturesWhatAScriptMade_isRunByADaemon() {
        Object list = script(new GroovyShell(), "[3, [a: \"x is ${5}\"], 1..3]");
        try (Daemons daemons = Daemons.local(1)) {
            assertThat(daemons.mirai(() -> list).collect()).isEqualTo(list);
        }
    }
}
