package io.mirai.codec.snippet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** What the methods of one class use, by their names with their descriptors. */
final class ClassCode extends ClassVisitor {

    /** How an instruction uses something. */
    enum Kind {
        CALLS,
        READS_STATIC,
        MENTIONS
    }

    /** Something that a method uses; a class that is merely mentioned has neither name nor descriptor. */
    record Use(Kind kind, String owner, String name, String descriptor) {

        static Use ofClass(String internalName) {
            return new Use(Kind.MENTIONS, internalName, "", "");
        }
    }

    private final Map<String, List<Use>> methods = new HashMap<>();
    private final List<Use> supertypes = new ArrayList<>();

    private final int checksum;

    private ClassCode(int checksum) {
        super(Opcodes.ASM9);
        this.checksum = checksum;
    }

    /**
     * Reads a class file.
     *
     * @throws IllegalArgumentException if it is of a Java that is not known yet
     */
    static ClassCode of(byte[] classFile) {
        ClassCode code = new ClassCode(SnippetCode.checksum(classFile));
        new ClassReader(classFile).accept(code, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return code;
    }

    /** The {@link SnippetCode#checksum} of the class file. */
    int checksum() {
        return checksum;
    }

    List<Use> usesOf(String nameAndDescriptor) {
        return methods.getOrDefault(nameAndDescriptor, List.of());
    }

    /** What the class uses anywhere, its supertypes included. */
    List<Use> allUses() {
        List<Use> all = new ArrayList<>(supertypes);
        methods.values().forEach(all::addAll);
        return all;
    }

    @Override
    public void visit(
            int version,
            int access,
            String name,
            @Nullable String signature,
            @Nullable String superName,
            String @Nullable [] interfaces) {
        if (superName != null) {
            supertypes.add(Use.ofClass(superName));
        }
        if (interfaces != null) {
            for (String each : interfaces) {
                supertypes.add(Use.ofClass(each));
            }
        }
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String name, String descriptor, @Nullable String signature, String @Nullable [] exceptions) {
        List<Use> uses = new ArrayList<>();
        methods.put(name + descriptor, uses);
        return new Instructions(uses);
    }

    private static final class Instructions extends MethodVisitor {

        private final List<Use> uses;

        Instructions(List<Use> uses) {
            super(Opcodes.ASM9);
            this.uses = uses;
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
            Kind kind = opcode == Opcodes.GETSTATIC ? Kind.READS_STATIC : Kind.MENTIONS;
            uses.add(new Use(kind, owner, name, descriptor));
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            uses.add(new Use(Kind.CALLS, owner, name, descriptor));
        }

        @Override
        public void visitTypeInsn(int opcode, String type) {
            uses.add(Use.ofClass(type));
        }

        @Override
        public void visitLdcInsn(Object value) {
            constant(value);
        }

        @Override
        public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
            handle(bootstrap);
            for (Object argument : arguments) {
                constant(argument);
            }
        }

        private void constant(Object value) {
            if (value instanceof Type type && type.getSort() >= Type.ARRAY && type.getSort() <= Type.OBJECT) {
                uses.add(Use.ofClass(type.getInternalName()));
            } else if (value instanceof Handle handle) {
                handle(handle);
            } else if (value instanceof ConstantDynamic dynamic) {
                handle(dynamic.getBootstrapMethod());
                for (int i = 0; i < dynamic.getBootstrapMethodArgumentCount(); i++) {
                    constant(dynamic.getBootstrapMethodArgument(i));
                }
            }
        }

        private void handle(Handle handle) {
            Kind kind =
                    switch (handle.getTag()) {
                        case Opcodes.H_GETSTATIC -> Kind.READS_STATIC;
                        case Opcodes.H_GETFIELD, Opcodes.H_PUTFIELD, Opcodes.H_PUTSTATIC -> Kind.MENTIONS;
                        default -> Kind.CALLS;
                    };
            uses.add(new Use(kind, handle.getOwner(), handle.getName(), handle.getDesc()));
        }
    }
}
