package io.mirai.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClassBatchTest {

    private static final String TWO = "01 0003 612e42 00000002 6869 0001 43 00000000";

    @Test
    void batch_isItsClasses_theFirstIsTheOneAskedFor() throws IOException {
        Map<String, byte[]> classes = new LinkedHashMap<>();
        classes.put("a.B", new byte[] {'h', 'i'});
        classes.put("C", new byte[0]);
        byte[] encoded = new ClassBatch(true, classes).encode();
        assertThat(new InflaterInputStream(new ByteArrayInputStream(encoded)).readAllBytes())
                .isEqualTo(Messages.bytes(TWO));
        ClassBatch decoded = ClassBatch.decode("a.B", encoded);
        assertThat(decoded.mayChange()).isTrue();
        assertThat(decoded.classes()).containsExactly(entry("a.B", new byte[] {'h', 'i'}), entry("C", new byte[0]));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "00                                | ends too early: its name needs 2 bytes, but 0 are left",
                "02                                | has an unknown flags: 2",
                "00 0003 612e42 00000002 68        | ends too early: its class file needs 2 bytes, but 1 are left",
                "00 0003 612e42 ffffffff           | has a negative length of a class file: -1",
                "00 0003 612e42 00000000 0001      | ends too early: its name needs 1 bytes, but 0 are left",
                "00 0001 43 00000000               | has other classes alone"
            })
    void decode_notWellFormed_saysWhichClass(String inflated, String text) throws IOException {
        assertThatThrownBy(() -> ClassBatch.decode("a.B", deflate(Messages.bytes(inflated))))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("the answer with class a.B " + text);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7})
    void decode_cutOff_saysWhichClass(int length) throws IOException {
        byte[] cut = Arrays.copyOf(deflate(Messages.bytes(TWO)), length);
        assertThatThrownBy(() -> ClassBatch.decode("a.B", cut))
                .isInstanceOf(ProtocolException.class)
                .hasMessageStartingWith("the answer with class a.B is damaged: ");
    }

    private static byte[] deflate(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflated = new DeflaterOutputStream(out)) {
            deflated.write(bytes);
        }
        return out.toByteArray();
    }
}
