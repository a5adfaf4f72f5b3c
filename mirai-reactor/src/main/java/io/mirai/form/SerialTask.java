package io.mirai.form;

import io.mirai.SerialConfig;
import io.mirai.Task;
import java.util.List;

/** Brings configurations of serialization to a daemon. Travels as it is. */
public record SerialTask(List<SerialConfig<?>> configs) implements Task<List<SerialConfig<?>>> {

    @Override
    public List<SerialConfig<?>> call() {
        return configs;
    }
}
