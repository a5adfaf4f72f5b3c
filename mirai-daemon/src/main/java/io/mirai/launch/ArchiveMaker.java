package io.mirai.launch;

import io.mirai.launch.jvm.ClassArchive;
import io.mirai.launch.rehearsal.Rehearsal;
import io.mirai.spi.DaemonSpec;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Makes the archive that later daemons start from, where the first ones of a fleet had none. Once in the life of a fleet, a while
 * after its daemons are there, so that the first tasks come before it. It costs a start of a daemon, and the writing.
 *
 * <pre>
 *   want ──a pause──► daemons still start: another pause
 *                └──► made meanwhile, or another profile is at it: done
 *                └──► Rehearsal ──► the archive is in the fleet's directory ──► it is kept
 * </pre>
 *
 * <p>All of it on the fleet's thread, but for the last step, which may take as long as the disk does.
 */
final class ArchiveMaker {

    private static final Logger log = LoggerFactory.getLogger(ArchiveMaker.class);

    private static final Duration PAUSE = Duration.ofSeconds(10);

    /** For a machine that is very busy. */
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final ScheduledExecutorService fleet;
    private final BooleanSupplier isLaunching;
    private final Rehearsal.Stage stage;
    private boolean isWanted;
    private volatile boolean isClosed;
    private @Nullable Rehearsal rehearsal;

    /**
     * Makes nothing yet.
     *
     * @param fleet the thread of the fleet
     * @param isLaunching whether some of its daemons have not dialled in yet
     * @param stage makes another fleet, for the daemon that writes the archive
     */
    ArchiveMaker(ScheduledExecutorService fleet, BooleanSupplier isLaunching, Rehearsal.Stage stage) {
        this.fleet = fleet;
        this.isLaunching = isLaunching;
        this.stage = stage;
    }

    /**
     * A daemon starts without this one.
     *
     * @param file where it may be written
     */
    void want(ClassArchive archive, Path file, String java) {
        if (!isWanted) {
            isWanted = true;
            later(archive, file, java);
        }
    }

    private void later(ClassArchive archive, Path file, String java) {
        var unused = fleet.schedule(() -> begin(archive, file, java), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void begin(ClassArchive archive, Path file, String java) {
        if (isLaunching.getAsBoolean()) {
            later(archive, file, java);
        } else if (archive.isWanted()) {
            archive.tryClaim().ifPresent(claim -> rehearse(archive, file, java, claim));
        }
    }

    private void rehearse(ClassArchive archive, Path file, String java, Closeable claim) {
        DaemonSpec daemon =
                DaemonSpec.DEFAULT.withJvmArgs(List.of(archive.writingTo(file))).withJava(java);
        Rehearsal begun;
        try {
            begun = new Rehearsal(stage, daemon);
        } catch (IOException e) { // copies of jars have been deleted and cannot be made again
            release(claim);
            return;
        }
        rehearsal = begun;
        begun.begin()
                .doOnNext(reachedItsEnd -> ended(archive, file, reachedItsEnd))
                .then(Mono.defer(begun::close))
                .doFinally(end -> release(claim))
                .subscribe(done -> {}, error -> log.debug("no archive of classes was made", error));
        var unused = fleet.schedule(() -> begun.close().subscribe(), LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What is not whole is none. */
    private void ended(ClassArchive archive, Path file, boolean reachedItsEnd) {
        if (isClosed) {
            return;
        }
        try {
            if (!reachedItsEnd) {
                Files.deleteIfExists(file);
            }
            archive.keep(file);
            Files.deleteIfExists(file);
        } catch (IOException e) { // the disk is full, or somebody has deleted the cache
            log.debug("the archive of classes at {} cannot be kept", file, e);
        }
    }

    private static void release(Closeable claim) {
        try {
            claim.close();
        } catch (IOException e) {
            // It ends with the process.
        }
    }

    /** Ends what has begun. */
    Mono<Void> close() {
        isClosed = true;
        return rehearsal == null ? Mono.empty() : rehearsal.close();
    }
}
