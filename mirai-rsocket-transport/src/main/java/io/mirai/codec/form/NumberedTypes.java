package io.mirai.codec.form;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The types that travel as a number. Their order is part of the protocol: plain ones first, so that
 * one comparison tells a body that an event loop may decode.
 */
public final class NumberedTypes {

    public static final int FIRST = 2;

    private static final List<WireType> BY_NUMBER = new ArrayList<>();
    private static final Map<Class<?>, WireType> BY_CLASS = new HashMap<>();

    /** The first number that is not null, a box, a string or a primitive array. */
    public static final int FIRST_NOT_PLAIN;

    static final WireType LAMBDA;
    static final WireType REPLACED;
    static final WireType PROXY;
    public static final int COUNT;

    static {
        for (Class<?> box : List.of(
                Boolean.class,
                Byte.class,
                Character.class,
                Short.class,
                Integer.class,
                Long.class,
                Float.class,
                Double.class)) {
            add(box, new Primitives.Box(box));
        }
        add(String.class, new BasicForms.Text());
        for (Class<?> array : List.of(
                boolean[].class,
                byte[].class,
                char[].class,
                short[].class,
                int[].class,
                long[].class,
                float[].class,
                double[].class)) {
            add(array, new Primitives.ArrayOf(array));
        }
        FIRST_NOT_PLAIN = FIRST + BY_NUMBER.size();
        add(Object[].class, new BasicForms.ArrayOf(Object.class));
        add(String[].class, new BasicForms.ArrayOf(String.class));
        add(Object.class, new SingleForms.PlainObject());
        add(Class.class, new BasicForms.ClassName());
        for (Class<?> collection : List.of(ArrayList.class, HashSet.class)) {
            add(collection, new CollectionForm(collection));
        }
        for (Class<?> map : List.of(HashMap.class, LinkedHashMap.class)) {
            add(map, new MapForm(map));
        }
        LAMBDA = add(java.lang.invoke.SerializedLambda.class, new LambdaForm());
        REPLACED = add(ReplacedForms.class, new ReplacedForms.Replaced());
        PROXY = add(ProxyForm.class, new ProxyForm());
        COUNT = BY_NUMBER.size();
    }

    private NumberedTypes() {}

    private static WireType add(Class<?> type, Form form) {
        WireType wire = WireType.numbered(FIRST + BY_NUMBER.size(), type, form);
        BY_NUMBER.add(wire);
        BY_CLASS.put(type, wire);
        return wire;
    }

    public static WireType byNumber(int number) {
        return BY_NUMBER.get(number - FIRST);
    }

    public static @Nullable WireType byClass(Class<?> type) {
        return BY_CLASS.get(type);
    }
}
