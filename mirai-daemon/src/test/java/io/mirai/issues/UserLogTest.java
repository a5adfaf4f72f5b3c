package io.mirai.issues;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.mirai.DaemonOptions;
import io.mirai.Daemons;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;

/** What Reactor says in a task is in the log of user code, which is set up as on the host. */
class UserLogTest {

    private static final ListAppender<ILoggingEvent> EVERYTHING = new ListAppender<>();

    @Test
    void configuration_ofTheUsersClassPath_isRead() {
        try (Daemons daemons = Daemons.local(1)) {
            assertThat(daemons.mirai(() -> String.valueOf(
                                    logger(org.slf4j.Logger.ROOT_LOGGER_NAME).getLevel()))
                            .collect())
                    .isEqualTo("WARN");
        }
    }

    @Test
    void log_inATask_isLoggedByTheUsersLogback_alsoWhereUserClassesAreReloaded() {
        for (int cleanup : new int[] {0, 2}) {
            try (Daemons daemons = Daemons.builder()
                    .n(1)
                    .daemon(DaemonOptions.none().cleanup(cleanup))
                    .start()) {
                for (int i = 0; i < 2; i++) {
                    assertThat(daemons.mirai(UserLogTest::loggedByAFlux).collect())
                            .anySatisfy(line -> assertThat(line).startsWith("INFO | onSubscribe("))
                            .contains("INFO | request(unbounded)", "INFO | onNext(7)", "INFO | onComplete()");
                }
            }
        }
    }

    private static List<String> loggedByAFlux() {
        try (Events events = new Events("user.flux")) {
            Flux.just(7).log("user.flux").blockLast();
            return events.lines();
        }
    }

    @Test
    void log_onThreadsOfReactor_isLoggedToo() {
        try (Daemons daemons = Daemons.local(1)) {
            assertThat(daemons.mirai(() -> {
                                try (Events events = new Events("user.mono")) {
                                    Mono.just(7)
                                            .publishOn(Schedulers.parallel())
                                            .log("user.mono")
                                            .block();
                                    return events.lines();
                                }
                            })
                            .collect())
                    .contains("INFO onNext(7)");
        }
    }

    @Test
    void droppedErrors_ofATask_areLogged_withTheirStack() {
        try (Daemons daemons = Daemons.local(1)) {
            assertThat(daemons.mirai(() -> {
                                try (Events events = new Events(Operators.class.getName())) {
                                    Operators.onErrorDropped(new IllegalStateException("of a task"), Context.empty());
                                    return events.list.get(0).getLevel() + " "
                                            + events.list.get(0).getFormattedMessage() + " "
                                            + events.list
                                                    .get(0)
                                                    .getThrowableProxy()
                                                    .getMessage();
                                }
                            })
                            .collect())
                    .startsWith("ERROR Operator called default onErrorDropped")
                    .endsWith("of a task");
        }
    }

    @Test
    void daemonsOwnLink_evenAtTrace_saysNothingThere() {
        try (Daemons daemons = Daemons.local(1)) {
            assertThat(daemons.mirai(() -> {
                                logger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(Level.TRACE);
                                EVERYTHING.start();
                                logger(org.slf4j.Logger.ROOT_LOGGER_NAME).detachAndStopAllAppenders();
                                logger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(EVERYTHING);
                                Flux.just(7).log("user.flux").blockLast();
                                return 0;
                            })
                            .collect())
                    .isZero();
            byte[] large = new byte[1_000_000];
            assertThat(daemons.mirai(() -> large.clone()).collect()).hasSameSizeAs(large);
            assertThat(daemons.mirai(() -> EVERYTHING.list.stream()
                                    .map(ILoggingEvent::getLoggerName)
                                    .distinct()
                                    .toList())
                            .collect())
                    .contains("user.flux")
                    .noneMatch(name -> name.startsWith("reactor.netty") || name.startsWith("io."));
        }
    }

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }

    /** What is logged by one logger, in this JVM, until it is closed. */
    private static final class Events extends ListAppender<ILoggingEvent> implements AutoCloseable {

        private final Logger logger;

        Events(String name) {
            logger = logger(name);
            logger.setLevel(Level.INFO);
            logger.setAdditive(false);
            start();
            logger.addAppender(this);
        }

        List<String> lines() {
            return list.stream()
                    .map(event -> event.getLevel() + " " + event.getFormattedMessage())
                    .toList();
        }

        @Override
        public void close() {
            logger.detachAppender(this);
        }
    }
}
