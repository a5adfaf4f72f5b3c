package io.mirai.transport.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirai.spi.Body;
import io.mirai.transport.link.BodyShelf;
import io.mirai.transport.link.Outbound;
import io.mirai.wire.Lookup;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;

class LookupsTest {

    @Test
    void answer_overTheBound_isRefused() {
        var allocator = UnpooledByteBufAllocator.DEFAULT;
        List<Runnable> neverRun = new ArrayList<>();
        Outbound outbound = Outbound.ofDaemon();
        BodyShelf bodies = new BodyShelf(outbound, allocator);
        Lookups lookups = new Lookups(
                new NoClasses(),
                new SharedFunctions(bodies),
                Schedulers.fromExecutor(neverRun::add),
                bodies,
                outbound,
                allocator);
        for (int i = 0; i < Lookups.MAX_AT_ONCE; i++) {
            lookups.answer(new Lookup.ClassFile("a.B", Lookup.NOTHING_KNOWN)).subscribe();
        }
        assertThatThrownBy(() -> lookups.answer(new Lookup.ClassFile("a.B", Lookup.NOTHING_KNOWN))
                        .block())
                .hasMessage("this daemon asks for more than 1024 classes at once");
        // As many as there is room for on the link.
        assertThat(neverRun).hasSize((int) (Outbound.ROOM_BYTES / Body.CHUNK_BYTES));
    }

    private static final class NoClasses implements ClassSource {

        @Override
        public byte @Nullable [] shape(int number) {
            return null;
        }

        @Override
        public byte @Nullable [] classFile(String name) {
            return null;
        }

        @Override
        public byte @Nullable [] lastingClassFile(String name) {
            return null;
        }

        @Override
        public byte @Nullable [] resources(String name) {
            return null;
        }

        @Override
        public byte @Nullable [] services(String name) {
            return null;
        }
    }
}
