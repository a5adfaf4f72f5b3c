package io.mirai.codec.jdk;

import static io.mirai.codec.jdk.JdkTable.parts;

import io.mirai.codec.jdk.JdkThrowables.Making;
import java.sql.BatchUpdateException;
import java.sql.DataTruncation;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** java.sql. */
final class SqlThrowables {

    private SqlThrowables() {}

    static Making making(Class<?> type) throws NoSuchMethodException {
        return switch (type.getName()) {
            case "java.sql.BatchUpdateException" ->
                JdkThrowables.of(
                        BatchUpdateException.class,
                        type,
                        e -> parts(
                                e.getMessage(),
                                e.getSQLState(),
                                e.getErrorCode(),
                                e.getLargeUpdateCounts(),
                                e.getCause(),
                                e.getNextException()),
                        (e, parts) -> setNext(e, parts[5]),
                        String.class,
                        String.class,
                        int.class,
                        long[].class,
                        Throwable.class);
            case "java.sql.SQLClientInfoException" ->
                JdkThrowables.of(
                        SQLClientInfoException.class,
                        type,
                        e -> parts(
                                e.getMessage(),
                                e.getSQLState(),
                                e.getErrorCode(),
                                e.getFailedProperties(),
                                e.getNextException()),
                        (e, parts) -> setNext(e, parts[4]),
                        String.class,
                        String.class,
                        int.class,
                        Map.class);
            case "java.sql.DataTruncation" ->
                JdkThrowables.of(
                        DataTruncation.class,
                        type,
                        e -> parts(
                                e.getIndex(),
                                e.getParameter(),
                                e.getRead(),
                                e.getDataSize(),
                                e.getTransferSize(),
                                e.getNextException()),
                        (e, parts) -> setNext(e, parts[5]),
                        int.class,
                        boolean.class,
                        boolean.class,
                        int.class,
                        int.class);
            default ->
                JdkThrowables.of(
                        SQLException.class,
                        type,
                        e -> parts(e.getMessage(), e.getSQLState(), e.getErrorCode(), e.getNextException()),
                        (e, parts) -> setNext(e, parts[3]),
                        String.class,
                        String.class,
                        int.class);
        };
    }

    private static void setNext(SQLException thrown, @Nullable Object next) {
        if (next != null) {
            thrown.setNextException((SQLException) next);
        }
    }
}
