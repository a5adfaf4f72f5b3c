package io.mirai.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirai.daemon.end.ExitCode;
import io.mirai.wire.Setup;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Daemons of another release, which dial in with what they speak. */
class VersionTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path scratch;

    @Test
    void daemon_ofAnotherProtocol_isRefusedWithTheReason() throws Exception {
        assertThat(failureOf(0)).contains("refused this daemon", "this host speaks protocol 1, the daemon speaks 2");
    }

    @Test
    void daemon_ofAnotherCodec_isRefusedWithTheReason() throws Exception {
        assertThat(failureOf(1)).contains("refused this daemon", "codec");
    }

    private String failureOf(int version) throws Exception {
        Path classes = scratch.resolve("io/mirai/wire");
        Files.createDirectories(classes);
        Files.write(classes.resolve("Setup.class"), setupWithOther(version));
        try (TestFleet daemons = TestFleet.open(javaWithClasses(scratch), Duration.ofSeconds(60))) {
            daemons.begin(0);
            String message = daemons.next(daemons.failures).message();
            assertThat(message).contains("exit code " + ExitCode.REFUSED.status());
            assertThat(daemons.links).isEmpty();
            return message;
        }
    }

    /** The JVM, with these classes before all others. */
    private Path javaWithClasses(Path classes) throws IOException {
        Path script = scratch.resolve("java");
        Files.writeString(
                script,
                """
                #!/bin/sh
                before=
                for argument; do
                    shift
                    [ "$before" = -cp ] && argument=%s:$argument
                    before=$argument
                    set -- "$@" "$argument"
                done
                exec %s "$@"
                """
                        .formatted(classes, Path.of(System.getProperty("java.home"), "bin", "java")));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return script;
    }

    /** The introduction of a process, which states two versions, both 1: one of them is 2 then. */
    private static byte[] setupWithOther(int which) throws IOException {
        try (InputStream original = Objects.requireNonNull(Setup.class.getResourceAsStream("Setup.class"))) {
            ClassWriter changed = new ClassWriter(0);
            int[] seen = {0};
            new ClassReader(original)
                    .accept(
                            new ClassVisitor(Opcodes.ASM9, changed) {
                                @Override
                                public MethodVisitor visitMethod(
                                        int access, String name, String type, String generic, String[] thrown) {
                                    MethodVisitor copy = super.visitMethod(access, name, type, generic, thrown);
                                    return name.equals("ofThisProcess") ? other(copy, which, seen) : copy;
                                }
                            },
                            0);
            assertThat(seen[0]).as("versions stated").isEqualTo(2);
            return changed.toByteArray();
        }
    }

    private static MethodVisitor other(MethodVisitor copy, int which, int[] seen) {
        return new MethodVisitor(Opcodes.ASM9, copy) {
            @Override
            public void visitInsn(int opcode) {
                boolean version = opcode == Opcodes.ICONST_1;
                super.visitInsn(version && seen[0]++ == which ? Opcodes.ICONST_2 : opcode);
            }
        };
    }
}
