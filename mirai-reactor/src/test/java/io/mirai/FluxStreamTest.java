package io.mirai;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirai.memory.InMemoryDaemon;
import io.mirai.memory.InMemoryStream;
import io.mirai.memory.LateBody;
import io.mirai.spi.Departure;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** What a stream asks its task for, and in what order it delivers. */
class FluxStreamTest {

    /** How many values may be under way. */
    private static final int AHEAD = 32;

    private final InMemoryProfile profile = InMemoryProfile.online(1);
    private final StrictSubscriber<Object> subscriber = new StrictSubscriber<>();

    @Test
    void request_isPassedOnAsItIs() {
        InMemoryStream stream = begin();
        assertThat(stream.requested()).isZero();
        subscriber.request(2);
        assertThat(stream.requested()).isEqualTo(2);
        stream.brings("a");
        subscriber.request(1);
        assertThat(stream.requested()).isEqualTo(2);
        stream.brings("b");
        stream.brings("c");
        assertThat(subscriber.values).containsExactly("a", "b", "c");
        assertThat(stream.requested()).isZero();
    }

    @Test
    void request_ofMuchIsPassedOnInPortions() {
        InMemoryStream stream = begin();
        subscriber.request(Long.MAX_VALUE);
        assertThat(stream.requested()).isEqualTo(AHEAD);
        for (int n = 1; n <= 100; n++) {
            stream.brings(n);
            assertThat(stream.requested()).isBetween(AHEAD * 3L / 4, (long) AHEAD);
        }
        assertThat(subscriber.values).hasSize(100);
    }

    @Test
    void request_beforeTheTaskIsSent_isPassedOnThen() {
        Mirai<Object> before = profile.submit();
        profile.daemons.stream(() -> Flux.empty()).subscribe(subscriber);
        subscriber.request(3);
        profile.answer(0, before, 1);
        profile.receiveAll(0);
        assertThat(stream().requested()).isEqualTo(3);
    }

    @Test
    void values_keepTheirOrderThoughSomeAreFetchedApart() {
        InMemoryStream stream = begin();
        subscriber.request(10);
        LateBody first = stream.bringsLate("a");
        stream.brings("b");
        LateBody third = stream.bringsLate("c");
        assertThat(subscriber.values).isEmpty();
        first.arrives();
        assertThat(subscriber.values).containsExactly("a", "b");
        third.arrives();
        assertThat(subscriber.values).containsExactly("a", "b", "c");
        daemon().returns(daemon().running().get(0), null);
        daemon().deliver();
        assertThat(subscriber.end()).isEqualTo("complete");
    }

    @Test
    void error_waitsForTheValuesBeforeIt() {
        InMemoryStream stream = begin();
        subscriber.request(2);
        LateBody first = stream.bringsLate("a");
        stream.brings("b");
        daemon().fails(daemon().running().get(0), new IllegalStateException("boom"));
        daemon().deliver();
        assertThat(subscriber.end()).isNull();
        first.arrives();
        assertThat(subscriber.values).containsExactly("a", "b");
        assertThat(subscriber.error()).isInstanceOf(MiraiError.class);
    }

    @Test
    void valueThatIsLost_endsTheStreamThereAndTheTask() {
        InMemoryStream stream = begin();
        subscriber.request(10);
        stream.brings("a");
        stream.bringsLate("b").isTooLarge();
        assertThat(subscriber.values).containsExactly("a");
        assertThat(subscriber.error()).isInstanceOf(MiraiTooLarge.class);
        profile.receiveAll(0);
        assertThat(daemon().isTold(daemon().running().get(0))).isTrue();
        assertThat(stream.isCancelled()).isTrue();
    }

    @Test
    void valueThatIsLostWithItsDaemon_endsTheStreamWithWhatBecameOfTheDaemon() {
        InMemoryStream stream = begin();
        subscriber.request(10);
        stream.brings("a");
        stream.bringsLate("b").isLost();
        assertThat(subscriber.end()).isNull();
        daemon().die();
        assertThat(subscriber.values).containsExactly("a");
        assertThat(subscriber.error()).isInstanceOfSatisfying(MiraiReset.class, reset -> {
            assertThat(reset.reason()).isEqualTo(MiraiReset.Reason.DAEMON_DIED);
            assertThat(reset.exitStatus()).hasValue(137);
        });
    }

    @Test
    void valueThatIsLostThoughTheTaskHasEnded_endsTheStreamThere() {
        InMemoryStream stream = begin();
        subscriber.request(10);
        LateBody late = stream.bringsLate("a");
        daemon().returns(daemon().running().get(0), null);
        daemon().deliver();
        late.isLost();
        assertThat(subscriber.error())
                .isInstanceOf(MiraiReset.class)
                .hasMessageMatching("a value of task \\d+ did not arrive from daemon 0: the link ended");
    }

    @Test
    void cancel_givesUpWhatIsOnItsWay() {
        InMemoryStream stream = begin();
        subscriber.request(10);
        LateBody first = stream.bringsLate("a");
        LateBody second = stream.bringsLate("b");
        subscriber.cancel();
        assertThat(first.isCancelled()).isTrue();
        assertThat(second.isCancelled()).isTrue();
        assertThat(stream.isCancelled()).isTrue();
    }

    @Test
    void taskThatHadNotBegunOnADaemonThatLeaves_isAskedAnewOnTheNext() {
        profile.daemons.stream(() -> Flux.empty()).subscribe(subscriber);
        subscriber.request(3);
        InMemoryDaemon leaving = daemon();
        leaving.drain(Departure.SIGNAL);
        leaving.receive();
        leaving.deliver();
        leaving.deliver();
        leaving.die();
        profile.pass(Duration.ofSeconds(1));
        profile.fleet.dialIn(0);
        profile.receiveAll(0);
        assertThat(daemon()).isNotSameAs(leaving);
        assertThat(stream().requested()).isEqualTo(3);
        stream().brings("a");
        assertThat(subscriber.values).containsExactly("a");
    }

    @Test
    void timeout_isTheEndAfterWhatHasCome() {
        profile.daemons.stream(() -> Flux.empty(), TaskOptions.none().timeout(Duration.ofSeconds(1)))
                .subscribe(subscriber);
        subscriber.request(3);
        profile.receiveAll(0);
        stream().brings("a");
        profile.pass(Duration.ofSeconds(1));
        assertThat(subscriber.values).containsExactly("a");
        assertThat(subscriber.error()).isInstanceOf(MiraiTimeout.class);
    }

    private InMemoryStream begin() {
        profile.daemons.stream(() -> Flux.empty()).subscribe(subscriber);
        profile.receiveAll(0);
        return stream();
    }

    private InMemoryDaemon daemon() {
        return profile.daemon(0);
    }

    private InMemoryStream stream() {
        return daemon().stream(daemon().inFlight().iterator().next());
    }
}
