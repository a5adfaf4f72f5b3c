package io.mirai.form;

import io.mirai.SerialConfig;
import io.mirai.Task;
import java.util.List;

/** Brings custom serializers to a daemon. It travels as it is. */
public record SerialTask(List<SerialConfig<?>> configs) implements Task<List<SerialConfig<?>>> {

    @Override
    public List<SerialConfig<?>> call() {
        return configs;
    }
}
