package io.mirai.transport.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinkAddressTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unix:///run/user/1000/s",
                "tcp://127.0.0.1:0",
                "tcp://127.0.0.2:65535",
                "tcp://[::1]:80",
                "tcp://[fe80::1%1]:80",
                "wss://[fe80::1%eth0.1]:80/x",
                "tls+tcp://0.0.0.0:5555",
                "tls+tcp://host-1.example.com:5555",
                "ws://localhost:80/",
                "wss://example.com:443/path/%20/x"
            })
    void parse_knownUrl_isWrittenTheSame(String url) {
        assertThat(LinkAddress.parse(url).url()).isEqualTo(url);
    }

    @ParameterizedTest
    @CsvSource({
        "tcp://LOCALHOST:8080, tcp://localhost:8080",
        "tcp://[0:0:0:0:0:0:0:1]:1, tcp://[::1]:1",
        "ws://127.0.0.1:1, ws://127.0.0.1:1/"
    })
    void parse_otherForms_becomeTheUsualOnes(String url, String usual) {
        assertThat(LinkAddress.parse(url).url()).isEqualTo(usual);
    }

    @ParameterizedTest
    @CsvSource({
        "unix:///s, true, false",
        "tcp://127.1.2.3:1, true, false",
        "tcp://localhost:1, true, false",
        "tcp://[::1]:1, true, false",
        "tcp://0.0.0.0:1, false, false",
        "tcp://example.com:1, false, false",
        "tls+tcp://[::]:1, false, true",
        "ws://10.0.0.1:1, false, false",
        "wss://127.0.0.1:1, true, true"
    })
    void address_any_knowsWhetherItIsOfThisMachineAndEncrypted(String url, boolean loopback, boolean encrypted) {
        LinkAddress address = LinkAddress.parse(url);
        assertThat(address.isLoopback()).isEqualTo(loopback);
        assertThat(address.isEncrypted()).isEqualTo(encrypted);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | it has no scheme: a url is tcp://host:port",
                "127.0.0.1:1 | it has no scheme",
                "unix:s | it has no scheme",
                "tls://127.0.0.1:1 | its scheme tls is not known: a url is tcp://host:port",
                "http://127.0.0.1:1 | its scheme http is not known",
                "unix://s | its path s is not absolute: there are three slashes",
                "tcp://127.0.0.1 | its port is missing: add one, such as :5555, or :0",
                "tcp://127.0.0.1: | its port is missing",
                "tcp://[::1] | its port is missing",
                "tcp://127.0.0.1:65536 | its port 65536 is not a number from 0 to 65535",
                "tcp://127.0.0.1:-1 | its port -1 is not a number",
                "tcp://127.0.0.1:http | its port http is not a number",
                "tcp://127.0.0.1:1/path | its path /path has no meaning for tcp: leave it out",
                "tls+tcp://127.0.0.1:1/ | its path / has no meaning for tls+tcp",
                "ws://127.0.0.1:1/a b | its path /a b is malformed",
                "ws://127.0.0.1:1?query | it has a ? or #",
                "wss://127.0.0.1:1/a#b | it has a ? or #",
                "tcp:// | its host is missing",
                "tcp://:1 | its host is missing",
                "tcp://::1:80 | its host ::1 has colons: an IPv6 address is written in brackets",
                "tcp://[::1:80 | its host [::1:80 has no closing bracket",
                "tcp://[127.0.0.1]:80 | its host 127.0.0.1 is neither a name nor an address",
                "tcp://[fe80::1%]:80 | its host fe80::1% is neither a name nor an address",
                "tcp://[fe80::1%a b]:80 | its host fe80::1%a b is neither a name nor an address",
                "tcp://127.0.0.256:1 | its host 127.0.0.256 is neither a name nor an address",
                "tcp://a b:1 | its host a b is neither a name nor an address"
            })
    void parse_anythingElse_saysWhichPartIsWrong(String url, String why) {
        assertThatThrownBy(() -> LinkAddress.parse(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("cannot use the url " + url + ": " + why);
    }

    @Test
    void parse_userAndPassword_areNotPrinted() {
        assertThatThrownBy(() -> LinkAddress.parse("tcp://me:hunter2@127.0.0.1:1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("cannot use the url tcp://…@127.0.0.1:1: it has something before an @");
    }

    @Test
    void resolve_unknownName_saysSo() {
        LinkAddress.Tcp nowhere = (LinkAddress.Tcp) LinkAddress.parse("tcp://nowhere.invalid:1");
        assertThatThrownBy(nowhere::resolve)
                .isInstanceOf(UnknownHostException.class)
                .hasMessage("its host nowhere.invalid cannot be resolved: check the name, or use an address");
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
