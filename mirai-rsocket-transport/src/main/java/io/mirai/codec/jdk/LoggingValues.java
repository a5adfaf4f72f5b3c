package io.mirai.codec.jdk;

import static io.mirai.codec.jdk.JdkTable.parts;

import java.util.logging.Level;

/** java.util.logging. */
final class LoggingValues {

    static final JdkTable TABLE =
            new JdkTable().add(Level.class, l -> parts(l.getName()), p -> Level.parse((String) p[0]));

    private LoggingValues() {}
}
