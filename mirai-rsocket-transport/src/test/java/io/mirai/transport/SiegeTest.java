package io.mirai.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mirai.testing.siege.MemoryCost;
import io.mirai.transport.daemon.DaemonSide;
import io.mirai.transport.daemon.HostConnection;
import io.mirai.wire.Token;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thousand hostile peers, before and after admission, against a small host that goes on serving its daemon. */
class SiegeTest {

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final int PEERS = 1_000;
    private static final long MAX_EXTRA_BYTES = 64L * 1024 * 1024;
    private static final int BURST_BYTES = 32 * 1024;

    /** Who reads nothing is cut after its lifetime anyhow. */
    private static final Duration BEFORE_SILENCE_WOULD_END_THEM = Duration.ofSeconds(40);

    private static final Random RANDOM = new Random(42);

    /** What one peer does when it has dialled in; none of them reads. */
    private enum Peer {
        SILENT {
            @Override
            byte[] says(int slot) {
                return new byte[0];
            }
        },
        RANDOM_BYTES {
            @Override
            byte[] says(int slot) {
                byte[] bytes = new byte[8_192];
                RANDOM.nextBytes(bytes);
                return bytes;
            }
        },
        HALF_A_SETUP {
            @Override
            byte[] says(int slot) {
                return half(RawFrames.setup(Pair.setup(slot), 10_000, 60_000));
            }
        },
        HALF_A_LONG_FRAME {
            @Override
            byte[] says(int slot) {
                return half(RawFrames.frame(new byte[65_000]));
            }
        },
        NO_PROOF {
            @Override
            byte[] says(int slot) {
                return RawFrames.setup(Pair.setup(slot), 10_000, 60_000);
            }
        },
        WRONG_PROOF {
            @Override
            byte[] says(int slot) {
                return RawFrames.setup(Pair.setup(slot), 10_000, 60_000);
            }

            @Override
            Optional<Token> proves() {
                return Optional.of(Token.random());
            }
        },
        HUGE_KEEP_ALIVE {
            @Override
            byte[] says(int slot) {
                return RawFrames.setup(Pair.setup(slot), Integer.MAX_VALUE, Integer.MAX_VALUE);
            }
        },
        KEEP_ALIVE_FLOOD_OF_A_STRANGER {
            @Override
            byte[] says(int slot) {
                return new byte[0];
            }

            @Override
            byte[] repeats() {
                return RawFrames.keepAlive(new byte[64]);
            }
        },
        KEEP_ALIVE_FLOOD {
            @Override
            byte[] says(int slot) {
                return admitted(slot);
            }

            @Override
            Optional<Token> proves() {
                return Optional.of(Pair.TOKEN);
            }

            @Override
            byte[] repeats() {
                return RawFrames.keepAlive(new byte[64]);
            }
        },
        QUESTIONS {
            @Override
            byte[] says(int slot) {
                return admitted(slot);
            }

            @Override
            Optional<Token> proves() {
                return Optional.of(Pair.TOKEN);
            }

            @Override
            byte[] repeats() {
                return RawFrames.requestResponse(1, new byte[] {9, 0, 0, 0, 0, 0, 0, 0, 1});
            }
        },
        HALF_REQUESTS {
            @Override
            byte[] says(int slot) {
                return admitted(slot);
            }

            @Override
            Optional<Token> proves() {
                return Optional.of(Pair.TOKEN);
            }

            @Override
            byte[] repeats() {
                return RawFrames.beginningOfARequest(1, new byte[60_000]);
            }
        },
        REPLY_NOBODY_ASKED_FOR {
            @Override
            byte[] says(int slot) {
                return admitted(slot);
            }

            @Override
            Optional<Token> proves() {
                return Optional.of(Pair.TOKEN);
            }

            @Override
            byte[] goesOn() {
                return RawFrames.next(6, new byte[] {2, 1});
            }
        };

        abstract byte[] says(int slot);

        /** The token by which it answers the challenge, if it does. */
        Optional<Token> proves() {
            return Optional.empty();
        }

        /** What it says when it has answered. */
        byte[] goesOn() {
            return new byte[0];
        }

        /** A frame that it then sends for as long as it can; a request on a stream of its own each time. */
        byte[] repeats() {
            return new byte[0];
        }

        private static byte[] admitted(int slot) {
            return RawFrames.setup(Pair.setup(slot), 10_000, 60_000);
        }

        private static byte[] half(byte[] bytes) {
            return java.util.Arrays.copyOf(bytes, bytes.length / 2);
        }
    }

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path scratch;

    @Test
    void thousandPeers_costLittle_andNobodyNoticesThem() throws Exception {
        Path socket = scratch.resolve("s");
        List<SocketChannel> peers = new ArrayList<>();
        try (BesiegedHost host = BesiegedHost.start("unix://" + socket)) {
            Counting counting = new Counting();
            HostConnection daemon = Pair.await(Pair.dial(host.address, Pair.setup(0), counting));
            counting.awaitMore(200);
            MemoryCost before = host.cost();

            List<Flooding> flooding = List.of(new Flooding(), new Flooding());
            for (int i = 0; i < PEERS; i++) {
                Peer kind = Peer.values()[i % Peer.values().length];
                SocketChannel peer = besiege(socket, kind, i + 1);
                peers.add(peer);
                if (kind.repeats().length > 0) {
                    flooding.get(i % flooding.size()).add(peer, kind.repeats());
                }
            }
            CompletableFuture<?>[] floods =
                    flooding.stream().map(CompletableFuture::runAsync).toArray(CompletableFuture[]::new);
            counting.awaitMore(200);
            assertThat(CompletableFuture.allOf(floods)).succeedsWithin(BEFORE_SILENCE_WOULD_END_THEM);

            // Each of them breaks a rule sooner or later, be it by its silence.
            await().pollInterval(Duration.ofSeconds(1))
                    .atMost(LIMIT)
                    .until(() -> host.cost().descriptors() <= before.descriptors());
            MemoryCost after = host.cost();
            assertThat(after.extraSince(before)).as("%s, %s", before, after).isLessThanOrEqualTo(MAX_EXTRA_BYTES);
            counting.awaitMore(200);
            DaemonSide.close(Pair.await(Pair.dial(host.address, Pair.setup(PEERS + 1), new Pair.Echo())));
            DaemonSide.close(daemon);
        } finally {
            for (SocketChannel peer : peers) {
                peer.close();
            }
        }
    }

    private static SocketChannel besiege(Path socket, Peer kind, int slot) throws IOException {
        SocketChannel peer = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        try {
            if (kind.proves().isPresent()) {
                RawFrames.join(peer, Pair.setup(slot), kind.proves().get(), 10_000, 60_000);
                peer.configureBlocking(false);
                peer.write(ByteBuffer.wrap(kind.goesOn()));
            } else {
                peer.configureBlocking(false);
                peer.write(ByteBuffer.wrap(kind.says(slot)));
            }
        } catch (IOException cut) {
            // The host was quicker.
        }
        peer.configureBlocking(false);
        return peer;
    }

    /** Peers that go on with what they have begun for as long as the host lets them. */
    private static final class Flooding implements Runnable {

        private final Selector selector;

        Flooding() throws IOException {
            selector = Selector.open();
        }

        void add(SocketChannel peer, byte[] frame) throws IOException {
            peer.register(selector, SelectionKey.OP_WRITE, new Burst(frame));
        }

        /** Until each of them is cut. */
        @Override
        public void run() {
            try (selector) {
                while (!selector.keys().isEmpty()) {
                    selector.select(Flooding::goOn);
                    selector.selectNow(); // forgets those that were cut
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void goOn(SelectionKey key) {
            try {
                ((SocketChannel) key.channel()).write(((Burst) key.attachment()).rest());
            } catch (IOException cut) {
                key.cancel();
            }
        }
    }

    /** A frame many times. */
    private static final class Burst {

        private final int length;
        private final ByteBuffer frames;
        private int stream = 1;

        Burst(byte[] frame) {
            length = frame.length;
            frames = ByteBuffer.wrap(RawFrames.times(Math.max(1, BURST_BYTES / length), frame));
            frames.position(frames.limit());
        }

        ByteBuffer rest() {
            if (!frames.hasRemaining()) {
                frames.clear();
                for (int at = 0; frames.getInt(3) != 0 && at < frames.limit(); at += length, stream += 2) {
                    frames.putInt(at + 3, stream);
                }
            }
            return frames;
        }
    }
}
