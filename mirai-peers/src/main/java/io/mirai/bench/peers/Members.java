package io.mirai.bench.peers;

import io.mirai.bench.jvm.Jvm;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** The JVMs of a peer's cluster, beside the host's. */
final class Members implements AutoCloseable {

    private static final long STEP_MILLIS = 2;

    private final List<Process> processes = new ArrayList<>();

    /** Starts so many, with the flags of our daemons and these. */
    void start(int count, List<String> flags, Class<?> main, int port) throws IOException {
        for (int i = 0; i < count; i++) {
            processes.add(Jvm.daemonLike(count, flags, main, Integer.toString(port))
                    .redirectOutput(Redirect.DISCARD)
                    .start());
        }
    }

    /** Waits until so many are there. */
    static void await(int count, IntSupplier there) throws InterruptedException {
        while (there.getAsInt() < count) {
            TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
        }
    }

    /** Finds a port that is free. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        processes.forEach(Process::destroyForcibly);
    }
}
