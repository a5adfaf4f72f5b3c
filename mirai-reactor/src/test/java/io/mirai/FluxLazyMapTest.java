package io.mirai;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirai.memory.InMemoryDaemon;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.Flux;
import reactor.test.publisher.TestPublisher;
import reactor.test.publisher.TestPublisher.Violation;

/** What a lazy map asks its source for, and what it does when the source does as it likes. */
class FluxLazyMapTest {

    private final InMemoryProfile profile = InMemoryProfile.online(1);
    private final StrictSubscriber<String> subscriber = new StrictSubscriber<>();
    private final AtomicLong asked = new AtomicLong();

    @Test
    void nullResults_areLeftOutOnlyWhileSomethingIsAskedFor() {
        map(Flux.range(0, 1_000).map(String::valueOf).hide(), MapOptions.none().prefetch(0));
        subscriber.request(1);
        assertThat(asked).hasValue(1);
        answer(null);
        assertThat(asked).hasValue(2);
        answer("A");
        assertThat(subscriber.values).containsExactly("A");
        assertThat(asked).hasValue(3);
        answer(null);
        assertThat(asked).as("nothing is asked for").hasValue(3);
        subscriber.request(1);
        assertThat(asked).hasValue(4);
        answer("B");
        assertThat(subscriber.values).containsExactly("A", "B");
        subscriber.cancel();
    }

    @Test
    void nullResults_atTheEndNeedNoDemand() {
        map(Flux.just("a", "b"), MapOptions.none());
        subscriber.request(1);
        answer("A");
        answer(null);
        assertThat(subscriber.end()).isEqualTo("complete");
    }

    @Test
    void elementAfterTheEnd_isNotSubmitted() {
        TestPublisher<String> source =
                TestPublisher.createNoncompliant(Violation.CLEANUP_ON_TERMINATE, Violation.DEFER_CANCELLATION);
        map(source.flux(), MapOptions.none());
        subscriber.request(10);
        source.next("a");
        long id = daemon().inFlight().iterator().next();
        profile.receiveAll(0);
        daemon().fails(id, new IllegalStateException("boom"));
        daemon().deliver();
        assertThat(subscriber.error()).isInstanceOf(MiraiError.class);
        source.next("b");
        profile.receiveAll(0);
        assertThat(daemon().inFlight()).isEmpty();
        assertThat(daemon().forgotten()).hasSize(1);
    }

    @Test
    void sourceWhoseRequestThrows_isTheSubscribersError() {
        map(
                Flux.from(actual -> actual.onSubscribe(new Subscription() {
                    @Override
                    public void request(long n) {
                        throw new IllegalStateException("broken source");
                    }

                    @Override
                    public void cancel() {}
                })),
                MapOptions.none());
        subscriber.request(1);
        assertThat(subscriber.error()).hasMessage("broken source");
    }

    @Test
    void prefetchOfAll_asksForAll() {
        map(Flux.<String>never(), MapOptions.none().prefetch(Integer.MAX_VALUE));
        subscriber.request(1);
        assertThat(asked).hasValue(Integer.MAX_VALUE);
        subscriber.cancel();
    }

    private void map(Flux<String> source, MapOptions options) {
        profile.daemons
                .map(source.doOnRequest(asked::addAndGet), text -> text, options)
                .subscribe(subscriber);
    }

    private InMemoryDaemon daemon() {
        return profile.daemon(0);
    }

    private void answer(@Nullable String value) {
        profile.receiveAll(0);
        daemon().returns(daemon().running().get(0), value);
        daemon().deliver();
    }
}
