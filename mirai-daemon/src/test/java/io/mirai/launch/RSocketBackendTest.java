package io.mirai.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirai.spi.Backend;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class RSocketBackendTest {

    @Test
    void serviceLoader_findsItAlone() {
        assertThat(ServiceLoader.load(Backend.class)).singleElement().isInstanceOf(RSocketBackend.class);
    }
}
