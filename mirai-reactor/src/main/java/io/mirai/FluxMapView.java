package io.mirai;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.Scannable;
import reactor.core.publisher.Flux;

/** A way to look at a map; each subscriber has the whole of it. */
final class FluxMapView<T> extends Flux<T> implements Scannable {

    private final Function<CoreSubscriber<? super T>, MapView<?, T>> making;

    FluxMapView(Function<CoreSubscriber<? super T>, MapView<?, T>> making) {
        this.making = making;
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
