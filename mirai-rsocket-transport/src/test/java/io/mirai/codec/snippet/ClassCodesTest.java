package io.mirai.codec.snippet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** What was read of a snippet's class serves all tasks that meet it, until jshell gives it other bytes. */
class ClassCodesTest {

    private static final String FIRST = "REPL/$JShell$1";
    private static final String SECOND = "REPL/$JShell$2";
    private static final int ELEMENTS = 50;

    private final AtomicInteger reads = new AtomicInteger();
    private final Snippets snippets = new Snippets();
    private final ClassCodes codes = new ClassCodes(bytes -> {
        reads.incrementAndGet();
        return ClassCode.of(bytes);
    });

    private SnippetCode met() throws IOException {
        SnippetCode met = new SnippetCode(snippets, codes);
        met.addLambda(SECOND, SECOND, "lambda", "()V");
        return met;
    }

    @Test
    void addLambda_ofManyElements_readsEachClassOnce() throws IOException {
        snippets.put(FIRST, "none", "none");
        snippets.put(SECOND, FIRST, "x");
        for (int i = 0; i < ELEMENTS; i++) {
            assertThat(met().variables()).containsExactly(new SnippetVariable("REPL.$JShell$1", "x"));
        }
        assertThat(reads).hasValue(2);
    }

    @Test
    void addLambda_afterJshellHasChangedAClass_readsThatOneAgain() throws IOException {
        snippets.put(FIRST, "none", "none");
        snippets.put(SECOND, FIRST, "x");
        Map<String, Integer> before = Map.copyOf(met().checksums());
        snippets.put(SECOND, FIRST, "y");
        SnippetCode after = met();
        assertThat(after.variables()).containsExactly(new SnippetVariable("REPL.$JShell$1", "y"));
        assertThat(after.checksums().get("REPL.$JShell$2")).isNotEqualTo(before.get("REPL.$JShell$2"));
        assertThat(reads).hasValue(3);
    }

    @Test
    void addLambda_ofAnotherLoader_readsItsOwnClasses() throws IOException {
        snippets.put(FIRST, "none", "none");
        snippets.put(SECOND, FIRST, "x");
        met();
        Snippets others = new Snippets();
        others.put(FIRST, "none", "none");
        others.put(SECOND, FIRST, "z");
        SnippetCode other = new SnippetCode(others, codes);
        other.addLambda(SECOND, SECOND, "lambda", "()V");
        assertThat(other.variables()).containsExactly(new SnippetVariable("REPL.$JShell$1", "z"));
        assertThat(met().variables()).containsExactly(new SnippetVariable("REPL.$JShell$1", "x"));
    }

    @Test
    void addLambda_whoseBytesAreMissing_isAnIOException() {
        assertThatThrownBy(this::met).isInstanceOf(IOException.class).hasMessage("no bytes of " + SECOND);
    }

    /** Has the bytes of classes as resources, as jshell's loader does. */
    private static final class Snippets extends ClassLoader {

        private final Map<String, byte[]> files = new HashMap<>();

        /** A class whose method reads a variable of an owner. */
        void put(String name, String owner, String variable) {
            ClassWriter type = new ClassWriter(ClassWriter.COMPUTE_MAXS);
            type.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, name, null, "java/lang/Object", null);
            MethodVisitor method = type.visitMethod(Opcodes.ACC_STATIC, "lambda", "()V", null, null);
            method.visitCode();
            method.visitFieldInsn(Opcodes.GETSTATIC, owner, variable, "I");
            method.visitInsn(Opcodes.POP);
            method.visitInsn(Opcodes.RETURN);
            method.visitMaxs(0, 0);
            method.visitEnd();
            type.visitEnd();
            files.put(name + ".class", type.toByteArray());
        }

        @Override
        public @Nullable InputStream getResourceAsStream(String name) {
            byte[] file = files.get(name);
            return file == null ? null : new ByteArrayInputStream(file);
        }
    }
}
