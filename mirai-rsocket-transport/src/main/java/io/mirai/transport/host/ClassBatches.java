package io.mirai.transport.host;

import io.mirai.spi.Body;
import io.mirai.wire.ClassBatch;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The answers to one daemon's questions for classes: each brings the class that was asked for and, up to a bound, classes
 * that the ones sent so far name, none of them twice. What a link with long round trips costs is the number of questions.
 *
 * <pre>
 *   asked for A ──► A ──names──► B, C │ D, E, F …     next: first what A names, then what was left over before
 *                   └─ sent with A: B, C and what they name, until there is no room
 * </pre>
 *
 * <p>Thread-safe. One answer at a time is made for each link.
 */
final class ClassBatches {

    /** Of class files in one answer; deflated they are about a third of it, and so travel inside the message. */
    static final int MAX_BYTES = 3 * Body.CHUNK_BYTES;

    private final ClassSource source;
    private final Set<String> seen = new HashSet<>(); // sent, waiting in next, or nothing that daemons may have
    private final Deque<String> next = new ArrayDeque<>();

    ClassBatches(ClassSource source) {
        this.source = source;
    }

    /**
     * The encoded answer; null if there is no such class for daemons.
     *
     * @param asked the name of the class, as the daemon gave it: not checked
     */
    synchronized byte @Nullable [] answer(String asked) throws IOException {
        byte[] lasting = source.lastingClassFile(asked);
        byte[] file = lasting == null ? source.classFile(asked) : lasting;
        if (file == null) {
            return null;
        }
        if (!seen.add(asked)) {
            next.remove(asked);
        }
        Map<String, byte[]> classes = new LinkedHashMap<>();
        classes.put(asked, file);
        List<String> named = new ArrayList<>(ClassNames.in(file));
        Collections.reverse(named);
        named.stream().filter(seen::add).forEach(next::addFirst);
        addNext(classes, MAX_BYTES - file.length);
        return new ClassBatch(lasting == null, classes).encode();
    }

    private void addNext(Map<String, byte[]> classes, int room) {
        int left = room;
        while (left > 0 && !next.isEmpty()) {
            String name = next.remove();
            byte[] file = ahead(name);
            if (file != null && file.length > left) {
                next.addFirst(name);
                return;
            }
            if (file != null) {
                classes.put(name, file);
                left -= file.length;
                ClassNames.in(file).stream().filter(seen::add).forEach(next::addLast);
            }
        }
    }

    /** Null too for what is longer than an answer or cannot be read: that is answered, or said, when it is asked for. */
    private byte @Nullable [] ahead(String name) {
        try {
            byte[] file = source.lastingClassFile(name);
            return file == null || file.length > MAX_BYTES ? null : file;
        } catch (IOException e) {
            return null;
        }
    }
}
