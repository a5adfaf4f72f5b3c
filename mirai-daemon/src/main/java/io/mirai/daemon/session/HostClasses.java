package io.mirai.daemon.session;

import io.mirai.codec.shape.LambdaShape;
import io.mirai.codec.shape.LambdaShapes;
import io.mirai.spi.Parts;
import io.mirai.transport.daemon.FoundCode;
import io.mirai.wire.ClassBatch;
import io.mirai.wire.ProtocolException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The user's classes and resources that only the host has, such as those typed into jshell; of a host elsewhere that is all
 * of them. A thread that needs one waits for it without regard to interrupts, see {@link CodeFetch}; the end of the link ends
 * the wait. What the host had not, and the services that it had, it is asked for again only after another task has come,
 * which may have brought a loader along: libraries look for many files that are not there. Thread-safe.
 */
public final class HostClasses implements LambdaShapes {

    /** What a host answers; nothing if it has none. {@code known} is what the daemon says that it knows as the answer. */
    public interface Host {

        /** Whether to ask for {@link #classes}, as questions take long and this daemon has no files of the host. */
        boolean isFar();

        /** The shape of lambdas with this number, as {@link LambdaShape} reads it. */
        Mono<FoundCode> shape(int number);

        /** A class, by its binary name. */
        Mono<FoundCode> classFile(String name, String known);

        /** A class, by its binary name, and those that it will need next, as {@link ClassBatch} reads them. */
        Mono<FoundCode> classes(String name, String known);

        /** The provider files of a service, by its binary name. */
        Mono<FoundCode> services(String name, String known);

        /** The resources of a name, with slashes, as {@link Parts} reads them. */
        Mono<FoundCode> resources(String name, String known);
    }

    private final Host host;
    private final CodeFetch code;
    private final KeptClasses kept = new KeptClasses();
    private volatile Heard heard = new Heard();

    /**
     * What need not be asked again before another task comes. Each task that comes after a question begins a new one, so that an
     * answer to a question of an earlier task is not taken for what the host has now.
     */
    private static final class Heard {

        /** The classes that the host has not. */
        final Set<String> missing = ConcurrentHashMap.newKeySet();

        /** The names of which it has no resources. */
        final Set<String> missingResources = ConcurrentHashMap.newKeySet();

        /** The provider files of services, if there are any. */
        final Map<String, Optional<byte[]>> services = new ConcurrentHashMap<>();

        volatile boolean asked;
    }

    public HostClasses(Host host, CodeCache cache) {
        this.host = host;
        this.code = new CodeFetch(cache);
    }

    @Override
    public int number(LambdaShape shape) {
        return NO_NUMBER;
    }

    @Override
    public @Nullable LambdaShape find(int number) throws IOException {
        byte[] bytes = code.fetch("shape " + number, known -> host.shape(number));
        return bytes == null ? null : LambdaShape.of(bytes);
    }

    /**
     * The bytes of a class; null if the host has none.
     *
     * @throws IOException if the host cannot be asked
     */
    byte @Nullable [] find(String name) throws IOException {
        Heard before = ask();
        byte[] here = kept.get(name);
        if (here != null || before.missing.contains(name)) {
            return here;
        }
        byte[] bytes =
                host.isFar() ? fetchBatch(name) : code.fetch("class " + name, known -> host.classFile(name, known));
        if (bytes == null) {
            before.missing.add(name);
        }
        return bytes;
    }

    private byte @Nullable [] fetchBatch(String name) throws IOException {
        byte[] bytes = code.fetch("classes " + name, known -> host.classes(name, known));
        if (bytes == null) {
            return null;
        }
        try {
            ClassBatch batch = ClassBatch.decode(name, bytes);
            Map<String, byte[]> lasting = new HashMap<>(batch.classes());
            if (batch.mayChange()) {
                lasting.remove(name);
            }
            kept.add(lasting);
            return batch.classes().get(name);
        } catch (ProtocolException e) {
            throw new IOException(e);
        }
    }

    /**
     * The provider files of a service; null if the host has none.
     *
     * @throws IOException if the host cannot be asked
     */
    byte @Nullable [] services(String name) throws IOException {
        Heard before = ask();
        Optional<byte[]> here = before.services.get(name);
        if (here != null) {
            return here.orElse(null);
        }
        byte[] files = code.fetch("services " + name, known -> host.services(name, known));
        before.services.put(name, Optional.ofNullable(files));
        return files;
    }

    /**
     * The resources of a name; none if the host has none.
     *
     * @throws IOException if the host cannot be asked
     */
    List<byte[]> resources(String name) throws IOException {
        Heard before = ask();
        if (before.missingResources.contains(name)) {
            return List.of();
        }
        byte[] joined = code.fetch("resources " + name, known -> host.resources(name, known));
        if (joined == null) {
            before.missingResources.add(name);
            return List.of();
        }
        try {
            return Parts.split(joined);
        } catch (IllegalArgumentException e) {
            throw new IOException(e);
        }
    }

    /** What was heard since the last task, before a question. */
    private Heard ask() {
        Heard before = heard;
        before.asked = true;
        return before;
    }

    /** A task has come, which may have brought a loader along. */
    void onTask() {
        if (heard.asked) {
            heard = new Heard();
        }
    }

    /** Another host is asked from now on. */
    public void onHostGone() {
        onTask();
        kept.clear();
    }
}
