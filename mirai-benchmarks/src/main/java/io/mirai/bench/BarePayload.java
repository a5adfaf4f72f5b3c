package io.mirai.bench;

import io.rsocket.RSocket;
import java.util.Objects;

/** One pass of the floor of {@link Payloads}: a bare worker fetches the bytes, and they are fetched back from it. */
final class BarePayload {

    private BarePayload() {}

    public static void main(String[] args) throws Exception {
        byte[] bytes = new byte[Payloads.DOUBLES * Double.BYTES];
        bytes[bytes.length - 1] = 42;
        try (BareHost host = new BareHost(bytes)) {
            RSocket worker = host.start(1).get(0);
            Payloads.measure(() -> {
                BareHost.makeFetch(worker, bytes.length).block();
                byte[] back = Objects.requireNonNull(
                        BareHost.fetch(worker, bytes.length).block());
                if (back[back.length - 1] != 42) {
                    throw new IllegalStateException("something else came back");
                }
            });
        }
    }
}
