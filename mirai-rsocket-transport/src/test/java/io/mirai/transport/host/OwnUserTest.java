package io.mirai.transport.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnUserTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path scratch;

    @Test
    void is_beforeTheUserIsKnown_admitsNobody() {
        OwnUser user = new OwnUser();
        assertThat(user.is(0)).isFalse();
        assertThat(user.is(-1)).isFalse();
    }

    @Test
    void is_afterwards_admitsThatUserOnly() throws IOException {
        OwnUser user = new OwnUser();
        user.learnFrom(scratch);
        int own = (int) Files.getAttribute(scratch, "unix:uid");
        assertThat(user.is(own)).isTrue();
        assertThat(user.is(own + 1)).isFalse();
        assertThat(user.is(-1)).isFalse();
    }
}
