package io.mirai.codec.form;

import com.esotericsoftware.kryo.kryo5.Registration;
import com.esotericsoftware.kryo.kryo5.util.Util;

/** A class as the wire knows it: by a number that is part of the protocol, or by its name. */
public final class WireType extends Registration {

    private static final int BY_NAME = -1;
    private static final String KRYO_UNSAFE = "kryo.unsafe";

    static {
        // Kryo looks for sun.misc.Unsafe when its Util is initialised, whether it is used or not, and a
        // newer JVM prints a warning for that. The property stops it, and is not left behind.
        boolean set = System.getProperty(KRYO_UNSAFE) == null;
        if (set) {
            System.setProperty(KRYO_UNSAFE, "false");
        }
        Util.isWrapperClass(int.class);
        if (set) {
            System.clearProperty(KRYO_UNSAFE);
        }
    }

    public final String name;
    final Form form;

    /** Its position among the names of the graph that is being written; 0 if it has none yet. */
    public int position;

    private WireType(Class<?> type, String name, Form form, int number) {
        super(type, form, number);
        this.name = name;
        this.form = form;
    }

    static WireType numbered(int number, Class<?> type, Form form) {
        return new WireType(type, type.getName(), form, number);
    }

    static WireType named(Class<?> type, Form form) {
        return named(type, type.getName(), form);
    }

    static WireType named(Class<?> type, String name, Form form) {
        return new WireType(type, name, form, BY_NAME);
    }

    /** The tables are shared by all engines; the position is one engine's own. */
    public WireType forOneEngine() {
        return isNamed() ? new WireType(getType(), name, form, BY_NAME) : this;
    }

    public boolean isNamed() {
        return getId() == BY_NAME;
    }
}
