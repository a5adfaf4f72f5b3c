package io.mirai;

import java.util.List;

/** Brings configurations of serialization to a daemon. Travels as it is. */
record SerialTask(List<SerialConfig<?>> configs) implements Task<List<SerialConfig<?>>> {

    @Override
    public List<SerialConfig<?>> call() {
        return configs;
    }
}
