package io.mirai.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirai.DaemonContext;
import io.mirai.Task;
import io.mirai.spi.Cleanup;
import io.mirai.spi.DaemonSpec;
import io.mirai.spi.Departure;
import io.mirai.spi.Link;
import io.mirai.spi.Reply;
import io.mirai.spi.Work;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What tasks for all daemons leave on one, and what others leave as its cleanup is. */
class LeftByTasksTest {

    private static final AtomicInteger STATE = new AtomicInteger();

    private static TestFleet open(int cleanup) {
        return TestFleet.open(DaemonSpec.DEFAULT.withCleanup(new Cleanup(cleanup)));
    }

    private static Map<String, Object> globals() {
        return DaemonContext.current().globals();
    }

    private static String seen() {
        return new TreeMap<>(globals()).toString();
    }

    private static Object everywhere(TestFleet daemons, Link link, Map<String, Object> values, Task<?> task)
            throws Exception {
        return Objects.requireNonNull(
                daemons.send(link, Work.EVERYWHERE, values, task).value());
    }

    @Test
    void globals_byDefault_areThoseThatTasksForAllHaveLeft() throws Exception {
        try (TestFleet daemons = open(1)) {
            Link link = daemons.launch(0);
            everywhere(daemons, link, Map.of("a", 1), () -> {
                globals().put("b", 2);
                return STATE.incrementAndGet();
            });
            TestFleet.Sent failing = daemons.send(link, Work.EVERYWHERE, Map.of("c", 3), () -> {
                throw new IllegalStateException("not so");
            });
            assertThat(failing.reply().kind()).isEqualTo(Reply.Kind.ERROR);
            assertThat(daemons.send(link, Work.CALL, Map.of("b", 4), () -> {
                                String seen = seen();
                                globals().put("mine", 5);
                                globals().remove("a");
                                return seen;
                            })
                            .value())
                    .isEqualTo("{a=1, b=4}");
            assertThat(daemons.send(link, Work.CALL, Map.of(), () -> seen() + STATE.get())
                            .value())
                    .isEqualTo("{a=1, b=2}1");
        }
    }

    @Test
    void everything_isCleaned_butForWhatTasksForAllHaveLeft() throws Exception {
        try (TestFleet daemons = open(15)) {
            Link link = daemons.launch(0);
            everywhere(daemons, link, Map.of("a", 1), () -> {
                System.setProperty("io.mirai.test", "all");
                Locale.setDefault(Locale.ITALY);
                return STATE.addAndGet(10);
            });
            for (int i = 0; i < 3; i++) {
                assertThat(daemons.send(link, Work.CALL, Map.of(), () -> spoil())
                                .value())
                        .isEqualTo("{a=1} 10 all it false");
            }
        }
    }

    @Test
    void taskForAll_thatFailsWhereClassesAreHadAnew_isTheEndOfItsDaemon() throws Exception {
        try (TestFleet daemons = open(3)) {
            Link link = daemons.launch(0);
            everywhere(daemons, link, Map.of(), () -> {
                if (System.setProperty("io.mirai.test", "once") != null) {
                    throw new IllegalStateException("not twice");
                }
                return 1;
            });
            assertThat(daemons.drainings).isEmpty();
            assertThat(daemons.call(link, () -> 1)).isEqualTo(1);
            assertThat(daemons.next(daemons.drainings).reason()).isEqualTo(Departure.CLASS_SPOILED);
        }
    }

    /** Says what is there, and leaves what should not be there for the next. */
    private static String spoil() {
        boolean korean = TimeZone.getDefault().getID().equals("Asia/Seoul");
        String there = seen() + " " + STATE.getAndIncrement() + " " + System.getProperty("io.mirai.test") + " "
                + Locale.getDefault() + " " + korean;
        globals().put("b", 2);
        System.setProperty("io.mirai.test", "one");
        Locale.setDefault(Locale.KOREA);
        TimeZone.setDefault(TimeZone.getTimeZone("Asia/Seoul"));
        return there.replace("it_IT", "it");
    }
}
