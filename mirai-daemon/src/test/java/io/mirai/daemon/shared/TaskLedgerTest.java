package io.mirai.daemon.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirai.spi.Body;
import io.mirai.spi.Link;
import io.mirai.spi.Reply;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskLedgerTest {

    private static final int THREADS = 3;

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path directory;

    @SuppressWarnings("NullAway.Init") // before each test
    private Path file;

    @BeforeEach
    void create() throws IOException {
        file = directory.resolve("ledger");
        TaskLedger.create(file, THREADS);
    }

    @Test
    void hasBegun_knowsWhatWasMarkedAndNothingElse() throws IOException {
        TaskLedger daemon = TaskLedger.map(file, THREADS);
        daemon.markBegun(0, 1);
        daemon.markBegun(2, 7);
        TaskLedger host = TaskLedger.read(file, THREADS);
        assertThat(host.hasBegun(0, 1)).isTrue();
        assertThat(host.hasBegun(2, 7)).isTrue();
        assertThat(host.hasBegun(0, 7)).isFalse();
        assertThat(host.hasBegun(1, 2)).isFalse();
    }

    @Test
    void hasBegun_ofALongTaskBesideManyShortOnes_isExact() throws IOException {
        TaskLedger daemon = TaskLedger.map(file, THREADS);
        daemon.markBegun(0, 1);
        for (long sequence = 2; sequence < 5_000; sequence++) {
            daemon.markBegun(1, sequence);
        }
        TaskLedger host = TaskLedger.read(file, THREADS);
        assertThat(host.hasBegun(0, 1)).isTrue();
        assertThat(host.hasBegun(1, 4_999)).isTrue();
        assertThat(host.hasBegun(1, 4_998)).isFalse();
    }

    @Test
    void layout_isLittleEndianWords() throws IOException {
        TaskLedger.map(file, THREADS).markBegun(1, 1027);
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(bytes.remaining()).isEqualTo((THREADS + Link.MOST_AHEAD) * (8 + 1024));
        assertThat(bytes.getLong(8)).isEqualTo(1027);
        assertThat(bytes.getLong(16)).isZero();
    }

    @Test
    void reply_knowsWhatWasKeptAndNothingElse() throws IOException {
        TaskLedger daemon = TaskLedger.map(file, THREADS);
        assertThat(daemon.tryKeep(2, 7, Reply.Kind.ERROR, 12, Body.EMPTY))
                .as("before it has begun")
                .isFalse();
        daemon.markBegun(2, 7);
        assertThat(daemon.tryKeep(2, 7, Reply.Kind.ERROR, 12, Body.of(new byte[] {1, 2, 3})))
                .isTrue();
        TaskLedger host = TaskLedger.read(file, THREADS);
        Reply reply = Objects.requireNonNull(host.reply(2, 7));
        assertThat(reply.kind()).isEqualTo(Reply.Kind.ERROR);
        assertThat(reply.micros()).isEqualTo(12);
        assertThat(Objects.requireNonNull(reply.body().block()).chunks()).containsExactly(new byte[] {1, 2, 3});
        assertThat(host.reply(2, 6)).isNull();
        assertThat(host.reply(1, 7)).isNull();
        assertThat(daemon.tryKeep(2, 7, Reply.Kind.NOT_STARTED, 12, Body.EMPTY)).isFalse();
    }

    @Test
    void reply_ofEveryLength_isKeptOrSaidNotToBe() throws IOException {
        TaskLedger daemon = TaskLedger.map(file, THREADS);
        int last = THREADS + Link.MOST_AHEAD - 1;
        for (int length = 0; length < 2_000; length++) {
            byte[] body = new byte[length];
            Arrays.fill(body, (byte) length);
            daemon.markBegun(last, length + 1);
            boolean kept = daemon.tryKeep(last, length + 1, Reply.Kind.VALUE, 0, Body.of(body));
            assertThat(kept).isEqualTo(length <= 1_008);
            Reply reply = daemon.reply(last, length + 1);
            assertThat(reply != null).isEqualTo(kept);
            if (reply != null) {
                assertThat(Objects.requireNonNull(reply.body().block()).chunks())
                        .containsExactly(body);
            }
        }
    }

    @Test
    void reply_thatNobodyWouldRead_isNotKept() {
        assertThat(TaskLedger.unread(THREADS).tryKeep(0, 1, Reply.Kind.VALUE, 0, Body.EMPTY))
                .isFalse();
    }

    @Test
    void create_overAnExistingFile_fails() {
        assertThatThrownBy(() -> TaskLedger.create(file, THREADS))
                .hasCauseInstanceOf(FileAlreadyExistsException.class)
                .hasMessageContaining("cannot be written");
    }

    @Test
    void read_ofATruncatedFile_fails() throws IOException {
        Files.write(file, new byte[8]);
        assertThatThrownBy(() -> TaskLedger.read(file, THREADS)).isInstanceOf(IOException.class);
    }
}
