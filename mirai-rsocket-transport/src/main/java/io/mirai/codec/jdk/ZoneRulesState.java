package io.mirai.codec.jdk;

import static io.mirai.codec.jdk.JdkTable.parts;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.Externalizable;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutput;
import java.io.OutputStream;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneOffsetTransitionRule;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a zone by what {@link ZoneRules#of} takes. Methods tell all of it but when the standard
 * offset changed; the serialized form begins with that, by its specification.
 */
final class ZoneRulesState {

    private static final int QUARTER_HOUR = 900;
    private static final int LONG_FORM = 255;
    private static final int INT_FORM = 127;
    private static final long FIRST_SHORT_SECOND = -4_575_744_000L;

    private ZoneRulesState() {}

    static @Nullable Object[] take(ZoneRules rules) throws IOException {
        List<ZoneOffsetTransition> standard = standardTransitions(rules);
        List<ZoneOffsetTransition> wall = rules.getTransitions();
        return parts(
                standard.isEmpty()
                        ? rules.getStandardOffset(Instant.EPOCH)
                        : standard.get(0).getOffsetBefore(),
                wall.isEmpty() ? rules.getOffset(Instant.MIN) : wall.get(0).getOffsetBefore(),
                standard.toArray(),
                wall.toArray(),
                rules.getTransitionRules().toArray());
    }

    static Object make(Object[] p) {
        return ZoneRules.of(
                (ZoneOffset) p[0],
                (ZoneOffset) p[1],
                listOf(ZoneOffsetTransition.class, p[2]),
                listOf(ZoneOffsetTransition.class, p[3]),
                listOf(ZoneOffsetTransitionRule.class, p[4]));
    }

    private static <T> List<T> listOf(Class<T> type, Object elements) {
        List<T> list = new ArrayList<>();
        for (Object element : (Object[]) elements) {
            list.add(type.cast(element));
        }
        return list;
    }

    private static List<ZoneOffsetTransition> standardTransitions(ZoneRules rules) throws IOException {
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        ((Externalizable) Peek.into(rules).root()).writeExternal(new Flat(form));
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(form.toByteArray()));
        in.readByte(); // which class of java.time.zone it is
        long[] seconds = new long[in.readInt()];
        for (int i = 0; i < seconds.length; i++) {
            seconds[i] = readSecond(in);
        }
        List<ZoneOffsetTransition> transitions = new ArrayList<>();
        ZoneOffset before = readOffset(in);
        for (long second : seconds) {
            ZoneOffset after = readOffset(in);
            transitions.add(ZoneOffsetTransition.of(LocalDateTime.ofEpochSecond(second, 0, before), before, after));
            before = after;
        }
        return transitions;
    }

    private static long readSecond(DataInputStream in) throws IOException {
        int high = in.readUnsignedByte();
        if (high == LONG_FORM) {
            return in.readLong();
        }
        return FIRST_SHORT_SECOND
                + (long) QUARTER_HOUR * ((high << 16) | (in.readUnsignedByte() << 8) | in.readUnsignedByte());
    }

    private static ZoneOffset readOffset(DataInputStream in) throws IOException {
        int quarters = in.readByte();
        return ZoneOffset.ofTotalSeconds(quarters == INT_FORM ? in.readInt() : quarters * QUARTER_HOUR);
    }

    /** The bytes of the form without the headers of a stream; it holds no objects. */
    private static final class Flat extends DataOutputStream implements ObjectOutput {

        Flat(OutputStream out) {
            super(out);
        }

        @Override
        public void writeObject(Object object) throws IOException {
            throw new NotSerializableException(object.getClass().getName());
        }
    }
}
