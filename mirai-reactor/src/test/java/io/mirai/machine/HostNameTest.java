package io.mirai.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostNameTest {

    private static final byte[] ELSEWHERE = {10, 0, 0, 5};

    @ParameterizedTest
    @CsvSource({"127.0.1.1", "127.0.0.1", "::1"})
    void nameThatLeadsToThisMachineItself_isDoubted(String address) throws UnknownHostException {
        HostName host = HostName.of("debian", InetAddress.getByName(address));
        assertThat(host.name()).isEqualTo("debian");
        assertThat(host.doubt().orElseThrow())
                .contains("'debian', leads to " + InetAddress.getByName(address).getHostAddress())
                .contains("give Builder.url the address");
    }

    @ParameterizedTest
    @ValueSource(strings = {"4c01db0b339c", "4c01db0b339c4c01db0b339c4c01db0b339c4c01db0b339c4c01db0b339c4c01"})
    void idOfAContainer_isDoubted(String name) throws UnknownHostException {
        assertThat(HostName.of(name, InetAddress.getByAddress(ELSEWHERE))
                        .doubt()
                        .orElseThrow())
                .contains("looks like the id of a container", "give Builder.url the address");
    }

    @ParameterizedTest
    @ValueSource(strings = {"node7.example.com", "facade", "deadbeef", "4C01DB0B339C"})
    void nameOfAMachine_isNotDoubted(String name) throws UnknownHostException {
        assertThat(HostName.of(name, InetAddress.getByAddress(ELSEWHERE)).doubt())
                .isEmpty();
    }

    @Test
    void thisMachine_hasAName() {
        assertThat(HostName.ofThisMachine().name()).isNotBlank();
    }
}
