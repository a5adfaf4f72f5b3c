package io.mirai.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirai.CollectOption;
import io.mirai.Daemons;
import io.mirai.MiraiException;
import io.mirai.MiraiMap;
import io.mirai.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The bar as a terminal gets it. */
class ProgressBarTest {

    private static final List<Integer> ELEMENTS = IntStream.range(0, 40).boxed().toList();

    @BeforeAll
    static void needsTerminals() {
        boolean possible = Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "script")));
        HostJvm.skipUnless(possible, "no terminal can be made here: there is no program named script");
    }

    /** What a terminal gets of a host. */
    private static String onTerminal(String setting, Class<?> host, String... environment) throws Exception {
        List<String> terminal =
                List.of("sh", "-c", "export HOST=\"$*\"; exec script -qec '" + setting + "$HOST' /dev/null", "host");
        ProcessBuilder process = HostJvm.under(terminal, List.of(), host);
        process.environment().keySet().removeAll(List.of("NO_COLOR", "TERM"));
        process.environment().put("TERM", "xterm");
        for (int i = 0; i < environment.length; i += 2) {
            process.environment().put(environment[i], environment[i + 1]);
        }
        return HostJvm.run(process);
    }

    /** What was drawn, one after the other, without colours. */
    private static List<String> drawn(String output) {
        return Arrays.stream(output.split("\r"))
                .filter(frame -> frame.endsWith("\033[K"))
                .map(frame -> frame.replaceAll("\033\\[[0-9]*[mK]", ""))
                .toList();
    }

    @Test
    void bar_onATerminal_isDrawnAsWideAsThatIs_andStays() throws Exception {
        String output = onTerminal("stty cols 70; ", Collecting.class);
        List<String> drawn = drawn(output);
        assertThat(drawn)
                .hasSizeGreaterThan(2)
                .allSatisfy(line -> assertThat(line).startsWith("[").hasSizeBetween(40, 69));
        assertThat(drawn.get(drawn.size() - 1)).contains("[====").contains("] 40/40, 2 failed, ");
        assertThat(output).contains("\033[32m").contains("\033[31m, 2 failed");
        assertThat(output.strip()).endsWith("38 of 40");
    }

    @Test
    void bar_onANarrowTerminalAndWantedWithoutColours_isFiguresInNone() throws Exception {
        String output = onTerminal("stty cols 25; ", Collecting.class, "NO_COLOR", "1");
        assertThat(drawn(output))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).hasSizeLessThan(25).doesNotContain("["));
        assertThat(output).doesNotContain("\033[3");
    }

    @Test
    void bar_ofAMapThatIsStopped_tellsTheFinalState_andThatOfAnInterruptedWaitIsTakenAway() throws Exception {
        String output = onTerminal("stty cols 70; ", EndingOtherwise.class);
        String stopped = "\033[K\r\nstopped at the first failure\r\n";
        assertThat(output).contains(stopped);
        List<String> drawn = drawn(output.substring(0, output.indexOf(stopped) + "\033[K\r".length()));
        assertThat(drawn.get(drawn.size() - 1)).containsPattern("] 40/40, [0-9]+ failed, ");
        String afterwards = output.substring(output.indexOf(stopped) + stopped.length());
        assertThat(drawn(afterwards)).isNotEmpty();
        assertThat(afterwards.strip()).endsWith("\r\033[Kinterrupted");
    }

    @Test
    void bar_whereThereIsNoProc_isDrawnAsWide_andWhereNobodyTellsOfTerminals_isNotThere() throws Exception {
        assertThat(drawn(onTerminal("stty cols 70; ", Collecting.class, "MIRAI_TEST_HIDES", "PROC")))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).startsWith("[").hasSizeBetween(40, 69));
        assertThat(onTerminal("", Collecting.class, "MIRAI_TEST_HIDES", "PROC,STTY"))
                .isEqualToIgnoringNewLines("38 of 40");
    }

    @Test
    void bar_whereStandardErrorIsNoTerminal_isNotThere() throws Exception {
        String elsewhere = "exec 2>/dev/null; ";
        assertThat(onTerminal(elsewhere, Collecting.class)).isEqualToIgnoringNewLines("38 of 40");
        assertThat(onTerminal("", Collecting.class, "TERM", "dumb")).isEqualToIgnoringNewLines("38 of 40");
    }

    private static int slowly(int element) throws InterruptedException {
        Thread.sleep(20);
        if (element % 20 == 19) {
            throw new IllegalStateException("of its own");
        }
        return element;
    }

    /** Waits for a map of which two elements fail. */
    static final class Collecting {

        private Collecting() {}

        public static void main(String[] args) {
            try (Daemons daemons = Daemons.local(1)) {
                long values =
                        daemons.map(ELEMENTS, ProgressBarTest::slowly).collectOutcomes(CollectOption.PROGRESS).stream()
                                .filter(outcome -> outcome instanceof Outcome.Value)
                                .count();
                System.out.println(values + " of " + ELEMENTS.size());
            }
        }
    }

    /** Waits for the first failure of one map, and is interrupted while it waits for another. */
    static final class EndingOtherwise {

        private EndingOtherwise() {}

        public static void main(String[] args) {
            try (Daemons daemons = Daemons.local(1)) {
                stop(daemons.map(ELEMENTS, ProgressBarTest::slowly));
                interrupt(daemons.map(ELEMENTS, ProgressBarTest::slowly));
            }
        }

        private static void stop(MiraiMap<Integer> map) {
            try {
                map.collect(CollectOption.PROGRESS, CollectOption.STOP);
            } catch (MiraiException e) {
                System.out.println("stopped at the first failure");
            }
        }

        private static void interrupt(MiraiMap<Integer> map) {
            Thread waiting = Thread.currentThread();
            map.get(20).subscribe(value -> waiting.interrupt());
            try {
                map.collect(CollectOption.PROGRESS);
            } catch (IllegalStateException e) {
                System.out.println(Thread.interrupted() ? "interrupted" : e.toString());
            }
        }
    }
}
