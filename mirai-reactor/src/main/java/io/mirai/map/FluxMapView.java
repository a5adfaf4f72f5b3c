package io.mirai.map;

import io.mirai.Outcome;
import io.mirai.Progress;
import io.mirai.promise.OutcomePublisher;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.Scannable;
import reactor.core.publisher.Flux;

/** Shows a map to any number of subscribers, each of which gets the whole of it. */
public final class FluxMapView<T> extends Flux<T> implements Scannable {

    private final Function<CoreSubscriber<? super T>, MapView<?, T>> making;

    private FluxMapView(Function<CoreSubscriber<? super T>, MapView<?, T>> making) {
        this.making = making;
    }

    /** Shows the values in the order of the elements. */
    public static <R> FluxMapView<R> ordered(MapResults<R> results, OutcomePublisher publisher) {
        return new FluxMapView<>(actual -> new MapView.Ordered<>(actual, publisher, results));
    }

    /** Shows the values as they are completed. */
    public static <R> FluxMapView<R> unordered(MapResults<R> results, OutcomePublisher publisher) {
        return new FluxMapView<>(actual -> new MapView.Unordered<>(actual, publisher, results));
    }

    /** Shows the outcomes in the order of the elements, failures as values. */
    public static <R> FluxMapView<Outcome<R>> outcomes(MapResults<R> results, OutcomePublisher publisher) {
        return new FluxMapView<>(actual -> new MapView.OfOutcomes<>(actual, publisher, results));
    }

    /** Shows how far the map has come. */
    public static FluxMapView<Progress> progress(MapResults<?> results, OutcomePublisher publisher) {
        return new FluxMapView<>(actual -> new MapView.OfProgress<>(actual, publisher, results));
    }

    @Override
    public void subscribe(CoreSubscriber<? super T> actual) {
        MapView<?, T> view = making.apply(actual);
        actual.onSubscribe(view);
        view.begin();
    }

    @Override
    @SuppressWarnings("rawtypes") // as Scannable declares it
    public @Nullable Object scanUnsafe(Attr key) {
        return key == Attr.RUN_STYLE ? Attr.RunStyle.ASYNC : null;
    }
}
