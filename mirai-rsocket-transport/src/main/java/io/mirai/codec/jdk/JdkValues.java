package io.mirai.codec.jdk;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.chrono.Chronology;
import java.time.temporal.TemporalQuery;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/**
 * The table of the JDK's values, both directions. It is split by package, and each part is loaded when
 * a class of it is met: few tasks need more than one.
 */
public final class JdkValues {

    private static final List<Class<?>> OPEN = List.of(
            Path.class,
            Charset.class,
            ZoneOffset.class,
            ZoneId.class,
            InetAddress.class,
            ByteBuffer.class,
            CharBuffer.class,
            ShortBuffer.class,
            IntBuffer.class,
            LongBuffer.class,
            FloatBuffer.class,
            DoubleBuffer.class,
            Clock.class,
            Chronology.class,
            TemporalQuery.class,
            EnumSet.class);

    private JdkValues() {}

    /** How values of a class are taken apart; null if the table does not know it. */
    public static @Nullable JdkValue byClass(Class<?> type) {
        return byName(canonical(type).getName());
    }

    /** How values of the class with this name are made; null if the table does not know it. */
    public static @Nullable JdkValue byName(String name) {
        return name.startsWith("java.") ? part(name).get(name) : null;
    }

    private static JdkTable part(String name) {
        return switch (name.substring(0, name.lastIndexOf('.'))) {
            case "java.util.concurrent", "java.util.concurrent.atomic", "java.util.concurrent.locks" ->
                ConcurrentValues.TABLE;
            case "java.time", "java.time.format", "java.time.temporal", "java.nio.file.attribute" -> TimeValues.TABLE;
            case "java.time.chrono", "java.time.zone" -> ChronoValues.TABLE;
            case "java.net", "java.io", "java.nio.file", "java.nio.charset" -> NetValues.TABLE;
            case "java.nio" -> name.equals(ByteBuffer.class.getName()) ? NetValues.TABLE : BufferValues.TABLE;
            case "java.text" -> TextValues.TABLE;
            case "java.awt.image" -> ImageValues.TABLE;
            case "java.awt", "java.awt.geom" -> AwtValues.TABLE;
            case "java.sql" -> SqlValues.TABLE;
            case "java.util.logging" -> LoggingValues.TABLE;
            default -> Wrappers.areIn(name) ? Wrappers.TABLE : BasicValues.TABLE;
        };
    }

    /** The public class that a hidden implementation of the JDK stands for. */
    private static Class<?> canonical(Class<?> type) {
        if (type.getPackageName().equals("java.lang") || Map.class.isAssignableFrom(type)) {
            return type;
        }
        for (Class<?> open : OPEN) {
            if (open.isAssignableFrom(type)) {
                return open;
            }
        }
        return type.getName().equals("sun.util.calendar.ZoneInfo") ? TimeZone.class : type;
    }
}
