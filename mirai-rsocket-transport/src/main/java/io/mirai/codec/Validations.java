package io.mirai.codec;

import io.mirai.codec.rules.Magic;
import java.io.ObjectInputValidation;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Objects that asked to be called back when their graph is complete. */
final class Validations {

    private record Asked(ObjectInputValidation object, int priority) {}

    private final List<Asked> asked = new ArrayList<>(0);

    void add(ObjectInputValidation object, int priority) {
        asked.add(new Asked(object, priority));
    }

    /** Calls them, higher priorities first. */
    void run() throws InvocationTargetException {
        if (asked.isEmpty()) {
            return;
        }
        asked.sort(Comparator.comparingInt(Asked::priority).reversed());
        for (Asked each : asked) {
            try {
                each.object.validateObject();
            } catch (Throwable e) { // whatever a user's method may throw
                throw Magic.thrownBy(e);
            }
        }
    }

    void clear() {
        asked.clear();
    }
}
