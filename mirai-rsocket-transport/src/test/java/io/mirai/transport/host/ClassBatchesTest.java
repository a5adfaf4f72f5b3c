package io.mirai.transport.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirai.wire.ClassBatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/** What comes in one answer; the classes are made of nothing but the names of others. */
class ClassBatchesTest {

    private final Shelf shelf = new Shelf();
    private final ClassBatches batches = new ClassBatches(shelf);

    @Test
    void answer_bringsWhatTheClassNames_breadthFirst() throws IOException {
        shelf.add("a.A", 10, "a/B", "[[La/C;", "[I", "java/lang/String", "a/A");
        shelf.add("a.B", 10, "a/D");
        shelf.add("a.C", 10, "a/E");
        shelf.add("a.D", 10);
        shelf.add("a.E", 10);
        shelf.add("a.Unnamed", 10);
        assertThat(ask("a.A")).containsExactly("a.A", "a.B", "a.C", "a.D", "a.E");
        assertThat(shelf.asked).doesNotContain("java.lang.String");
    }

    @Test
    void answer_bringsNothingTwice_butWhatIsAskedFor() throws IOException {
        shelf.add("a.A", 10, "a/B");
        shelf.add("a.B", 10, "a/A", "a/C");
        shelf.add("a.C", 10);
        assertThat(ask("a.B")).containsExactly("a.B", "a.A", "a.C");
        assertThat(ask("a.A")).containsExactly("a.A");
    }

    @Test
    void answer_isBounded_andTheNextGoesOn() throws IOException {
        int third = ClassBatches.MAX_BYTES / 3;
        shelf.add("a.A", 10, "a/B", "a/C", "a/D", "a/E");
        shelf.add("a.B", third);
        shelf.add("a.C", third);
        shelf.add("a.D", third, "a/F");
        shelf.add("a.E", 10);
        shelf.add("a.F", 10);
        shelf.add("a.G", 10, "a/H");
        shelf.add("a.H", 10);
        assertThat(ask("a.A")).containsExactly("a.A", "a.B", "a.C");
        assertThat(ask("a.G")).containsExactly("a.G", "a.H", "a.D", "a.E", "a.F");
    }

    @Test
    void answer_thatWaitedToBeSentAhead_isSentOnce() throws IOException {
        shelf.add("a.A", ClassBatches.MAX_BYTES, "a/B", "a/C");
        shelf.add("a.B", 10);
        shelf.add("a.C", 10);
        assertThat(ask("a.A")).containsExactly("a.A");
        assertThat(ask("a.C")).containsExactly("a.C", "a.B");
    }

    @Test
    void answer_classLongerThanABatch_comesAlone_andHoldsNothingUp() throws IOException {
        shelf.add("a.A", 10, "a/Long", "a/B");
        shelf.add("a.Long", ClassBatches.MAX_BYTES + 1, "a/C");
        shelf.add("a.B", 10);
        shelf.add("a.C", 10);
        assertThat(ask("a.A")).containsExactly("a.A", "a.B");
        assertThat(ask("a.Long")).containsExactly("a.Long");
    }

    @Test
    void answer_classThatMayChange_isSaidToBe_andIsNeverSentAhead() throws IOException {
        shelf.add("a.A", 10, "a/Script");
        shelf.add("a.Script", 10, "a/B");
        shelf.add("a.B", 10);
        shelf.changing.add("a.Script");
        assertThat(ask("a.A")).containsExactly("a.A");
        ClassBatch batch = ClassBatch.decode("a.Script", Objects.requireNonNull(batches.answer("a.Script")));
        assertThat(batch.mayChange()).isTrue();
        assertThat(batch.classes()).containsOnlyKeys("a.Script", "a.B");
    }

    @Test
    void answer_classThatCannotBeRead_isLeftOut() throws IOException {
        shelf.add("a.A", 10, "a/Broken", "a/B");
        shelf.add("a.B", 10);
        shelf.files.put("a.Garbage", new byte[] {1, 2, 3});
        assertThat(ask("a.A")).containsExactly("a.A", "a.B");
        assertThat(ask("a.Garbage")).containsExactly("a.Garbage");
    }

    @Test
    void answer_thatIsNotThere_isNothing_andLeavesNothingBehind() throws IOException {
        assertThat(batches.answer("a.A")).isNull();
        shelf.add("a.A", 10);
        shelf.add("a.B", 10, "a/A");
        assertThat(ask("a.B")).containsExactly("a.B", "a.A");
    }

    private List<String> ask(String name) throws IOException {
        ClassBatch batch = ClassBatch.decode(name, Objects.requireNonNull(batches.answer(name)));
        assertThat(batch.classes()).allSatisfy((type, file) -> assertThat(file).isEqualTo(shelf.files.get(type)));
        return List.copyOf(batch.classes().keySet());
    }

    private static final class Shelf implements ClassSource {

        final Map<String, byte[]> files = new HashMap<>();
        final Set<String> changing = new HashSet<>();
        final List<String> asked = new ArrayList<>();

        /** With so many bytes beside those of the names. */
        void add(String name, int bytes, String... names) {
            ClassWriter writer = new ClassWriter(0);
            writer.visit(Opcodes.V17, 0, name.replace('.', '/'), null, "java/lang/Object", null);
            for (String each : names) {
                writer.newClass(each);
            }
            byte[] file = writer.toByteArray();
            byte[] padded = new byte[bytes == ClassBatches.MAX_BYTES ? bytes : file.length + bytes];
            System.arraycopy(file, 0, padded, 0, file.length);
            files.put(name, padded);
        }

        @Override
        public byte @Nullable [] shape(int number) {
            return null;
        }

        @Override
        public byte @Nullable [] classFile(String name) {
            return files.get(name);
        }

        @Override
        public byte @Nullable [] lastingClassFile(String name) throws IOException {
            asked.add(name);
            if (name.equals("a.Broken")) {
                throw new IOException("disk on fire");
            }
            return changing.contains(name) ? null : files.get(name);
        }

        @Override
        public byte @Nullable [] services(String name) {
            return null;
        }

        @Override
        public byte @Nullable [] resources(String name) {
            return null;
        }
    }
}
