package io.mirai.transport.host;

import java.util.LinkedHashSet;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Type;

/** The classes that the constant pool of a class file names. */
final class ClassNames {

    private static final int CONSTANT_CLASS = 7;

    private ClassNames() {}

    /** By their binary names, but for the JDK's; none if it is no class file, or one of a Java that is not known yet. */
    static Set<String> in(byte[] classFile) {
        Set<String> names = new LinkedHashSet<>();
        try {
            ClassReader reader = new ClassReader(classFile);
            char[] buffer = new char[reader.getMaxStringLength()];
            for (int i = 1; i < reader.getItemCount(); i++) {
                int at = reader.getItem(i);
                if (at > 0 && classFile[at - 1] == CONSTANT_CLASS) {
                    add(names, Type.getObjectType(reader.readUTF8(at, buffer)));
                }
            }
        } catch (RuntimeException e) {
            return Set.of(); // what a class needs comes when it is asked for, too
        }
        return names;
    }

    private static void add(Set<String> names, Type type) {
        Type element = type.getSort() == Type.ARRAY ? type.getElementType() : type;
        if (element.getSort() == Type.OBJECT && !element.getInternalName().startsWith("java/")) {
            names.add(element.getClassName());
        }
    }
}
