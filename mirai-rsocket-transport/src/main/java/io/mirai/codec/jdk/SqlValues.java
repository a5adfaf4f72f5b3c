package io.mirai.codec.jdk;

import static io.mirai.codec.jdk.JdkTable.parts;

import java.sql.Date;
import java.sql.Time;
import java.sql.Timestamp;

/** java.sql. */
@SuppressWarnings("JavaUtilDate") // users hold such values
final class SqlValues {

    static final JdkTable TABLE = new JdkTable()
            .add(Date.class, d -> parts(d.getTime()), p -> new Date((long) p[0]))
            .add(Time.class, t -> parts(t.getTime()), p -> new Time((long) p[0]))
            .add(Timestamp.class, t -> parts(t.getTime(), t.getNanos()), p -> {
                Timestamp timestamp = new Timestamp((long) p[0]);
                timestamp.setNanos((int) p[1]);
                return timestamp;
            });

    private SqlValues() {}
}
