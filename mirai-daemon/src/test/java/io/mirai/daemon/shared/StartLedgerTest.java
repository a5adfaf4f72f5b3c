package io.mirai.daemon.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirai.spi.Link;
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

    private static final int THREADS = 3;

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path directory;

    @SuppressWarnings("NullAway.Init") // before each test
    private Path file;

    @BeforeEach
    void create() throws IOException {
        file = directory.resolve("ledger");
        StartLedger.create(file, THREADS);
    }

    @Test
    void hasBegun_knowsWhatWasMarkedAndNothingElse() throws IOException {
        StartLedger daemon = StartLedger.map(file);
        daemon.markBegun(0, 1);
        daemon.markBegun(2, 7);
        StartLedger host = StartLedger.read(file, THREADS);
        assertThat(host.hasBegun(0, 1)).isTrue();
        assertThat(host.hasBegun(2, 7)).isTrue();
        assertThat(host.hasBegun(0, 7)).isFalse();
        assertThat(host.hasBegun(1, 2)).isFalse();
    }

    @Test
    void hasBegun_ofALongTaskBesideManyShortOnes_isExact() throws IOException {
        StartLedger daemon = StartLedger.map(file);
        daemon.markBegun(0, 1);
        for (long sequence = 2; sequence < 5_000; sequence++) {
            daemon.markBegun(1, sequence);
        }
        StartLedger host = StartLedger.read(file, THREADS);
        assertThat(host.hasBegun(0, 1)).isTrue();
        assertThat(host.hasBegun(1, 4_999)).isTrue();
        assertThat(host.hasBegun(1, 4_998)).isFalse();
    }

    @Test
    void layout_isLittleEndianWords() throws IOException {
        StartLedger.map(file).markBegun(1, 1027);
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(bytes.remaining()).isEqualTo((THREADS + Link.MOST_AHEAD) * 8);
        assertThat(bytes.getLong(8)).isEqualTo(1027);
        assertThat(bytes.getLong(16)).isZero();
    }

    @Test
    void create_overAnExistingFile_fails() {
        assertThatThrownBy(() -> StartLedger.create(file, THREADS))
                .hasCauseInstanceOf(FileAlreadyExistsException.class)
                .hasMessageContaining("cannot be written");
    }

    @Test
    void read_ofATruncatedFile_fails() throws IOException {
        Files.write(file, new byte[8]);
        assertThatThrownBy(() -> StartLedger.read(file, THREADS)).isInstanceOf(IOException.class);
    }
}
