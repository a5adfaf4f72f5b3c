package io.mirai.transport.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinkAddressTest {

    @ParameterizedTest
    @ValueSource(strings = {"unix:///run/user/1000/s", "tcp://127.0.0.1:0", "tcp://127.0.0.2:65535", "tcp://[::1]:80"})
    void parse_knownUrl_isWrittenTheSame(String url) {
        assertThat(LinkAddress.parse(url).url()).isEqualTo(url);
    }

    @ParameterizedTest
    @CsvSource({"tcp://localhost:8080, tcp://127.0.0.1:8080", "tcp://[0:0:0:0:0:0:0:1]:1, tcp://[::1]:1"})
    void parse_otherNames_becomeTheUsualOnes(String url, String usual) {
        assertThat(LinkAddress.parse(url).url()).isEqualTo(usual);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tcp",
                "tcp://127.0.0.1",
                "tcp://127.0.0.1:65536",
                "tcp://127.0.0.1:1/path",
                "tcp://127.0.0.1:1?query",
                "tcp://user@127.0.0.1:1",
                "tcp://example.com:1",
                "tls://127.0.0.1:1",
                "ws://127.0.0.1:1",
                "unix:s",
                "unix://s",
                "127.0.0.1:1",
                "tcp://a b:1"
            })
    void parse_anythingElse_saysWhatIsPossible(String url) {
        assertThatThrownBy(() -> LinkAddress.parse(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "cannot listen at " + url + ": a url is unix:///path or tcp://127.0.0.1:port, where port 0");
    }

    @Test
    void tcp_anyLoopback_isAFreePortOfThisMachine() {
        assertThat(LinkAddress.Tcp.anyLoopback().url()).isEqualTo("tcp://127.0.0.1:0");
    }

    @Test
    void unixUrl_ofAPathOfWindows_hasSlashes_andIsReadBack() throws IOException {
        try (FileSystem windows = Jimfs.newFileSystem(Configuration.windows())) {
            Path socket = windows.getPath("C:\\Users\\me\\Temp\\mirai-1\\s");
            String url = new LinkAddress.Unix(socket).url();
            assertThat(url).isEqualTo("unix:///C:/Users/me/Temp/mirai-1/s");
            assertThat(LinkAddress.path(url.substring("unix://".length()), windows))
                    .isEqualTo(socket);
        }
    }
}
