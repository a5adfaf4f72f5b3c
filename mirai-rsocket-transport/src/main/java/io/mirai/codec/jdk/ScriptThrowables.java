package io.mirai.codec.jdk;

import static io.mirai.codec.jdk.JdkTable.parts;

import io.mirai.codec.jdk.JdkThrowables.Making;
import javax.script.ScriptException;

/** javax.script. */
final class ScriptThrowables {

    private ScriptThrowables() {}

    static Making making(Class<?> type) throws NoSuchMethodException {
        return JdkThrowables.of(
                ScriptException.class,
                type,
                e -> parts(JdkThrowables.messageWithin(e), e.getFileName(), e.getLineNumber(), e.getColumnNumber()),
                String.class,
                String.class,
                int.class,
                int.class);
    }
}
