package io.mirai;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Starts a profile, on the calling thread or when it is subscribed to. */
final class DaemonsStart {

    private final Supplier<Daemons> making;
    private final @Nullable String profile;

    /**
     * Makes a start that has started nothing yet.
     *
     * @param making makes a profile that has launched nothing; may block
     * @param profile its name; null if it is anonymous
     */
    DaemonsStart(Supplier<Daemons> making, @Nullable String profile) {
        this.making = making;
        this.profile = profile;
    }

    /** Starts a profile, and waits until its daemons have dialled in. */
    Daemons now() {
        try {
            return Objects.requireNonNull(starting(making.get()).block());
        } catch (RuntimeException e) {
            if (Exceptions.unwrap(e) instanceof InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(Texts.interruptedWhileStarting(), interrupted);
            }
            throw e;
        }
    }

    /**
     * Starts a profile at each subscription. It is made on a thread that may block, since the search for the backend and the draw of
     * a random seed may. A cancel before the daemons are handed over ends them; a later one does not.
     */
    Mono<Daemons> later() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return Mono.create(subscriber -> {
            AtomicBoolean cancelled = new AtomicBoolean();
            AtomicReference<@Nullable Daemons> made = new AtomicReference<>();
            subscriber.onCancel(() -> {
                cancelled.set(true);
                closeIfThere(made);
            });
            Schedulers.boundedElastic().schedule(() -> {
                try {
                    Daemons fresh = makeIn(context);
                    made.set(fresh);
                    if (cancelled.get()) {
                        closeIfThere(made);
                    } else {
                        var unused = fresh.parts()
                                .publisher()
                                .signal(starting(fresh))
                                .subscribe(subscriber::success, subscriber::error);
                    }
                } catch (Throwable e) {
                    subscriber.error(e);
                }
            });
        });
    }

    private static void closeIfThere(AtomicReference<@Nullable Daemons> made) {
        Daemons unwanted = made.getAndSet(null);
        if (unwanted != null) {
            unwanted.closing().subscribe();
        }
    }

    private Daemons makeIn(@Nullable ClassLoader context) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(context);
        try {
            return making.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Starts a fresh profile; completes in the dispatcher's loop, where no user code may run. */
    private Mono<Daemons> starting(Daemons fresh) {
        Mono<Void> free = profile == null ? Mono.empty() : Profiles.replace(profile, fresh);
        Mono<Void> start = DaemonContext.current().isDaemon() ? Mono.empty() : fresh.start();
        return free.then(start)
                .onErrorResume(error -> fresh.closing().then(Mono.error(error)))
                .doOnCancel(() -> fresh.closing().subscribe())
                .thenReturn(fresh);
    }
}
