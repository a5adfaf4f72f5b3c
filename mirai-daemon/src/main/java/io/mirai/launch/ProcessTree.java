package io.mirai.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The processes below this one, from one look at the system's table of processes: the JDK reads the whole table each
 * time that it is asked for the descendants of one. Looks when it is first asked. Not thread-safe.
 */
final class ProcessTree {

    private @Nullable Map<Long, List<ProcessHandle>> byParent;

    /** All below that process, at the time of the look. */
    List<ProcessHandle> below(long pid) {
        if (byParent == null) {
            byParent = look();
        }
        List<ProcessHandle> found = new ArrayList<>(byParent.getOrDefault(pid, List.of()));
        for (int i = 0; i < found.size(); i++) {
            found.addAll(byParent.getOrDefault(found.get(i).pid(), List.of()));
        }
        return found;
    }

    private static Map<Long, List<ProcessHandle>> look() {
        try {
            return ProcessHandle.current().descendants().collect(Collectors.groupingBy(ProcessTree::parent));
        } catch (RuntimeException e) { // to list them takes a descriptor, and none may be left
            return Map.of();
        }
    }

    /** The id of its parent; 0 where that has ended. */
    private static long parent(ProcessHandle process) {
        return process.parent().map(ProcessHandle::pid).orElse(0L);
    }
}
