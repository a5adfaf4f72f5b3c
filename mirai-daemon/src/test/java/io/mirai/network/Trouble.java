package io.mirai.network;

import io.mirai.testing.Addresses;
import io.mirai.testing.OtherMachine;
import io.mirai.testing.PastedDaemon;
import io.mirai.testing.Relay;
import io.mirai.testing.Signals;
import io.mirai.testing.Surroundings;
import java.io.IOException;
import java.time.Duration;

/** What may come between a host and a daemon without a word to either. */
interface Trouble extends AutoCloseable {

    /** Of which kinds there are. */
    enum Kind {
        PACKETS_DROPPED {
            @Override
            Trouble prepare() throws Exception {
                return new Partition(OtherMachine.join());
            }
        },
        DAEMON_FROZEN {
            @Override
            Trouble prepare() {
                return new Freeze();
            }
        },
        HOST_SIDE_LOST {
            @Override
            Trouble prepare() throws Exception {
                return new HalfOpen(Addresses.notLoopback(), true);
            }
        },
        DAEMON_SIDE_LOST {
            @Override
            Trouble prepare() throws Exception {
                return new HalfOpen(Addresses.notLoopback(), false);
            }
        };

        abstract Trouble prepare() throws Exception;
    }

    /** Where the host is to listen. */
    String address();

    /** Starts the daemon by a line of the host, which listens at this url. */
    PastedDaemon paste(String line, String url) throws Exception;

    void begin() throws Exception;

    void end() throws Exception;

    @Override
    void close() throws IOException;

    /** All packets are lost. */
    record Partition(OtherMachine machine) implements Trouble {

        @Override
        public String address() {
            return machine.address();
        }

        @Override
        public PastedDaemon paste(String line, String url) throws Exception {
            return PastedDaemon.paste(line, Surroundings.here().on(machine));
        }

        @Override
        public void begin() throws Exception {
            machine.cut();
        }

        @Override
        public void end() throws Exception {
            machine.mend();
        }

        @Override
        public void close() throws IOException {
            machine.close();
        }
    }

    /** The daemon stands still. */
    final class Freeze implements Trouble {

        private PastedDaemon daemon;

        @Override
        public String address() {
            return "127.0.0.1";
        }

        @Override
        public PastedDaemon paste(String line, String url) throws Exception {
            daemon = PastedDaemon.paste(line);
            return daemon;
        }

        @Override
        public void begin() throws Exception {
            Signals.freeze(daemon.process().pid());
        }

        @Override
        public void end() throws Exception {
            Signals.send("CONT", daemon.process().pid());
        }

        @Override
        public void close() {}
    }

    /** One side's connection ends, and the other side does not hear of it. */
    final class HalfOpen implements Trouble {

        private final String address;
        private final boolean hostSideIsLost;
        private Relay relay;

        HalfOpen(String address, boolean hostSideIsLost) {
            this.address = address;
            this.hostSideIsLost = hostSideIsLost;
        }

        @Override
        public String address() {
            return address;
        }

        @Override
        public PastedDaemon paste(String line, String url) throws Exception {
            relay = Relay.beside(url, Long.MAX_VALUE, Duration.ZERO);
            return PastedDaemon.paste(relay.through(line));
        }

        @Override
        public void begin() {
            if (hostSideIsLost) {
                relay.loseListener();
            } else {
                relay.loseDiallers();
            }
        }

        @Override
        public void end() {}

        @Override
        public void close() {
            if (relay != null) {
                relay.close();
            }
        }
    }
}
