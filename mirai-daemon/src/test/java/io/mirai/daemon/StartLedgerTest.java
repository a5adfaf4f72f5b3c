package io.mirai.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartLedgerTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path directory;

    @SuppressWarnings("NullAway.Init") // before each test
    private Path file;

    @BeforeEach
    void create() throws IOException {
        file = directory.resolve("ledger");
        StartLedger.create(file);
    }

    @Test
    void hasBegun_knowsWhatWasMarkedAndNothingElse() throws IOException {
        StartLedger daemon = StartLedger.map(file);
        daemon.markBegun(1);
        daemon.markBegun(1023);
        StartLedger host = StartLedger.read(file);
        assertThat(host.hasBegun(1)).isTrue();
        assertThat(host.hasBegun(1023)).isTrue();
        assertThat(host.hasBegun(2)).isFalse();
        assertThat(host.hasBegun(1025)).isFalse();
    }

    @Test
    void markBegun_afterALap_replacesTheOlder() throws IOException {
        StartLedger daemon = StartLedger.map(file);
        daemon.markBegun(5);
        daemon.markBegun(5 + StartLedger.WORDS);
        StartLedger host = StartLedger.read(file);
        assertThat(host.hasBegun(5 + StartLedger.WORDS)).isTrue();
        assertThat(host.hasBegun(5)).isFalse();
    }

    @Test
    void layout_isLittleEndianWords() throws IOException {
        StartLedger.map(file).markBegun(1024 + 3);
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(bytes.remaining()).isEqualTo(8192);
        assertThat(bytes.getLong(3 * 8)).isEqualTo(1027);
        assertThat(bytes.getLong(4 * 8)).isZero();
    }

    @Test
    void create_overAnExistingFile_fails() {
        assertThatThrownBy(() -> StartLedger.create(file))
                .hasCauseInstanceOf(FileAlreadyExistsException.class)
                .hasMessageContaining("cannot be written");
    }

    @Test
    void read_ofATruncatedFile_fails() throws IOException {
        Files.write(file, new byte[8]);
        assertThatThrownBy(() -> StartLedger.read(file)).isInstanceOf(IOException.class);
    }
}
