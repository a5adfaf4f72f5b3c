package io.mirai.codec.stream;

import io.mirai.codec.jdk.Instances;
import io.mirai.codec.rules.Magic;
import io.mirai.codec.rules.Refusal;
import java.io.ObjectStreamClass;
import java.io.ObjectStreamField;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The serializable fields of one class: those that it declares in {@code serialPersistentFields}, else all that are neither
 * static nor transient. Their header names the class and them, each behind a letter for its type, and is sent once a graph.
 */
final class SerialFields {

    final String[] header;
    private final char[] letters;
    private final Map<String, Integer> positions = new HashMap<>();
    private final boolean declared;

    private SerialFields(Class<?> type, List<ObjectStreamField> fields, boolean declared) {
        this.declared = declared;
        this.header = new String[fields.size() + 1];
        this.letters = new char[fields.size()];
        header[0] = type.getName();
        for (int i = 0; i < letters.length; i++) {
            ObjectStreamField field = fields.get(i);
            letters[i] = field.isPrimitive() ? field.getTypeCode() : 'L';
            header[i + 1] = letters[i] + field.getName();
            positions.put(field.getName(), i);
        }
    }

    static SerialFields of(Class<?> type) {
        if (Instances.isPlatform(type)) {
            ObjectStreamClass known = ObjectStreamClass.lookup(type);
            return new SerialFields(type, known == null ? List.of() : List.of(known.getFields()), false);
        }
        List<ObjectStreamField> own = ownFields(type);
        return new SerialFields(type, own.isEmpty() ? undeclared(type) : own, !own.isEmpty());
    }

    /** Not by {@link ObjectStreamClass}, which would load every type that a method of the class mentions. */
    private static List<ObjectStreamField> ownFields(Class<?> type) {
        try {
            Field field = type.getDeclaredField("serialPersistentFields");
            int modifiers = Modifier.PRIVATE | Modifier.STATIC | Modifier.FINAL;
            if ((field.getModifiers() & modifiers) != modifiers || field.getType() != ObjectStreamField[].class) {
                return List.of();
            }
            return List.of((ObjectStreamField[]) Magic.open(field).get(null));
        } catch (NoSuchFieldException e) {
            return List.of();
        } catch (IllegalAccessException e) {
            throw Refusal.unwritable(type.getTypeName(), e);
        }
    }

    private static List<ObjectStreamField> undeclared(Class<?> type) {
        List<ObjectStreamField> fields = new ArrayList<>();
        Arrays.stream(type.getDeclaredFields())
                .filter(field -> (field.getModifiers() & (Modifier.STATIC | Modifier.TRANSIENT)) == 0)
                .sorted(Comparator.comparing(Field::getName))
                .forEach(field -> fields.add(new ObjectStreamField(field.getName(), field.getType())));
        return fields;
    }

    /** Whether the class itself says which they are. */
    boolean areDeclared() {
        return declared;
    }

    int count() {
        return letters.length;
    }

    char letter(int position) {
        return letters[position];
    }

    String name(int position) {
        return header[position + 1].substring(1);
    }

    /** The position of a field; negative if there is none of this name and type. */
    int find(String name, char letter) {
        int position = positions.getOrDefault(name, -1);
        return position >= 0 && letters[position] == letter ? position : -1;
    }

    /** The position of a field that user code asks for. */
    int position(String name, char letter) {
        int position = find(name, letter);
        if (position < 0) {
            throw new IllegalArgumentException("no such field " + name + " with type " + letter);
        }
        return position;
    }

    /** The position of a field of any type that user code asks for. */
    int position(String name) {
        Integer position = positions.get(name);
        if (position == null) {
            throw new IllegalArgumentException("no such field " + name);
        }
        return position;
    }
}
