package io.mirai.codec.rules;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Opcodes;

/**
 * The line that allows a class, as it compiles. A daemon has chosen the name, so the class itself is not loaded: its file tells
 * whether the user's code can name it.
 *
 * <pre>
 *   public, and all around it         Daemons.builder().allow(com.example.Outer.Inner.class)
 *   any other, or not there           Daemons.builder().allow("com.example.Outer$Inner")
 *   no name of a class                nothing
 * </pre>
 */
final class AllowLine extends ClassVisitor {

    private static final int MAX_NAME = 512;

    private record Nested(@Nullable String around, @Nullable String name, boolean isPublic) {}

    private final Map<String, Nested> nested = new HashMap<>();
    private boolean isPublic;

    private AllowLine() {
        super(Opcodes.ASM9);
    }

    static String of(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return of(type.getName(), loader == null ? ClassLoader.getPlatformClassLoader() : loader);
    }

    static String of(String name, ClassLoader loader) {
        if (!isName(name)) {
            return "";
        }
        String source = sourceName(name.replace('.', '/'), loader);
        return "Daemons.builder().allow(" + (source == null ? '"' + name + '"' : source + ".class") + ")";
    }

    private static boolean isName(String name) {
        boolean starts = true;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean fits = starts ? Character.isJavaIdentifierStart(c) : c == '.' || Character.isJavaIdentifierPart(c);
            if (!fits || Character.isIdentifierIgnorable(c)) {
                return false;
            }
            starts = c == '.';
        }
        return !starts && name.length() <= MAX_NAME;
    }

    /** The name of a class as code elsewhere writes it; null if it cannot. */
    private static @Nullable String sourceName(String internalName, ClassLoader loader) {
        AllowLine file = read(internalName, loader);
        String within = "";
        String type = internalName;
        Nested next = file == null ? null : file.nested.get(type);
        while (next != null) {
            if (!next.isPublic || next.name == null || next.around == null) {
                return null;
            }
            within = "." + next.name + within;
            type = next.around;
            next = Objects.requireNonNull(file).nested.get(type);
        }
        AllowLine top = type.equals(internalName) ? file : read(type, loader);
        return top != null && top.isPublic && type.contains("/") ? type.replace('/', '.') + within : null;
    }

    private static @Nullable AllowLine read(String internalName, ClassLoader loader) {
        try (InputStream in = loader.getResourceAsStream(internalName + ".class")) {
            if (in == null) {
                return null;
            }
            AllowLine read = new AllowLine();
            int parts = ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES;
            new ClassReader(in).accept(read, parts);
            return read;
        } catch (IOException | RuntimeException e) {
            return null; // of a newer Java, or no class file at all
        }
    }

    @Override
    public void visit(
            int version,
            int access,
            String name,
            @Nullable String signature,
            @Nullable String superName,
            String @Nullable [] interfaces) {
        isPublic = (access & Opcodes.ACC_PUBLIC) != 0;
    }

    @Override
    public void visitInnerClass(String name, @Nullable String outerName, @Nullable String innerName, int access) {
        nested.put(name, new Nested(outerName, innerName, (access & Opcodes.ACC_PUBLIC) != 0));
    }
}
