package io.mirai.daemon.task;

import io.mirai.DaemonContext;
import io.mirai.Task;
import io.mirai.codec.DaemonCodec;
import io.mirai.codec.Home;
import io.mirai.codec.ShippedTask;
import io.mirai.spi.Body;
import io.mirai.spi.Work;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * One task as user code: it is read, entered, called and answered, in this order. What the task throws is its answer.
 * Used by the workers of a daemon, and by a host that evaluates tasks itself.
 */
final class Evaluation {

    private final DaemonCodec codec;
    private final Globals globals;
    private final Work.Kind kind;
    private final long maxResultBytes;
    private final Answers answers;
    private Home home;
    private @Nullable ShippedTask shipped; // until it is called: what it captures need not be there beside its result
    private Globals.@Nullable OfTask ownGlobals;

    /**
     * Nothing is read yet.
     *
     * @param globals what earlier tasks have left
     * @param maxResultBytes the longest result that its host takes
     * @param onOutOfMemory called before an answer is made that tells of too little memory
     */
    Evaluation(DaemonCodec codec, Globals globals, Work.Kind kind, long maxResultBytes, Runnable onOutOfMemory) {
        this.codec = codec;
        this.globals = globals;
        this.kind = kind;
        this.maxResultBytes = maxResultBytes;
        this.answers = new Answers(codec, maxResultBytes, onOutOfMemory);
        this.home = codec.session();
    }

    /**
     * Rebuilds the task.
     *
     * @param function what is applied to the body; null if the body is all of the task
     */
    void read(Body body, MapFunctions.@Nullable Shared function) {
        ShippedTask read = function == null
                ? codec.decodeTask(body)
                : codec.decodeElement(body, function.forThisWorker(codec::decodeFunction));
        home = read.home();
        shipped = read;
    }

    /** The answer where the task could not be read. */
    Answers.Ending notRead(Throwable why) {
        return answers.notRead(why);
    }

    /** Where its code lives. */
    Home home() {
        return home;
    }

    /**
     * Makes what the task sees of its surroundings.
     *
     * @param contexts makes the context, of the map that the task finds by name
     */
    DaemonContext begin(Function<Map<String, Object>, DaemonContext> contexts) {
        Globals.OfTask own =
                globals.begin(Objects.requireNonNull(shipped, "read").values());
        ownGlobals = own;
        return contexts.apply(own.map());
    }

    /** Calls a task that brings one value. */
    @Nullable
    Object call() throws Throwable {
        Object value = take().call();
        if (kind == Work.Kind.SERIAL) {
            codec.serial(value);
            return null;
        }
        return value;
    }

    /** Calls a task that brings many values: what they come from. */
    Publisher<?> open() throws Throwable {
        Publisher<?> publisher = (Publisher<?>) take().call();
        if (publisher == null) {
            throw new NullPointerException(Texts.noPublisher());
        }
        return publisher;
    }

    private Task<?> take() {
        ShippedTask taken = Objects.requireNonNull(shipped, "read");
        shipped = null;
        return taken.task();
    }

    /** Copies one of many values. */
    Body encode(Object value) {
        return codec.encodeValue(home, maxResultBytes, value);
    }

    /**
     * The answer, after which no code of the task runs.
     *
     * @param value what it returned
     * @param thrown what it threw; null if it returned
     */
    Answers.Ending end(@Nullable Object value, @Nullable Throwable thrown) {
        Answers.Ending ending = thrown == null ? answers.returned(home, value) : answers.threw(home, thrown);
        leaveGlobals(ending.succeeded());
        return ending;
    }

    /** The answer of a task that was stopped and threw: the host knows what became of it, and asks for nothing. */
    Answers.Ending endStopped(Throwable thrown) {
        leaveGlobals(false);
        return answers.stopped(thrown);
    }

    /** Leaves to later tasks what the task has put by name, if that is to stay; part of {@link #end}. */
    void leaveGlobals(boolean succeeded) {
        Objects.requireNonNull(ownGlobals, "begun").end(kind, succeeded);
    }
}
