package io.mirai.transport;

import com.sun.management.UnixOperatingSystemMXBean;
import io.mirai.spi.Body;
import io.mirai.spi.TaskMessage;
import io.mirai.spi.Work;
import io.mirai.transport.host.DaemonLink;
import io.mirai.transport.host.DaemonListener;
import io.mirai.transport.link.LinkAddress;
import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A host that keeps the daemon of slot 0 busy, one task after the other, and prints what it costs for each line that it
 * reads.
 */
final class BesiegedHost {

    private static final Body BODY = Body.of(new byte[4 * 1024]);
    private static final int SAMPLES_BETWEEN_COLLECTIONS = 25;
    private static volatile long peakDirect;
    private static volatile long peakHeap;

    private BesiegedHost() {}

    public static void main(String[] args) throws IOException {
        Pair.Events events = new Pair.Events() {
            @Override
            public void onConnected(DaemonLink link) {
                verdict.accept(link);
                if (link.setup().slot() == 0) {
                    sendOn(link, 1);
                }
            }

            @Override
            public void onClosed(DaemonLink link) {
                if (link.setup().slot() == 0) {
                    System.err.println("the daemon is lost");
                }
            }
        };
        Pair.await(DaemonListener.bind(new LinkAddress.Unix(Path.of(args[0])), events, Pair.NO_CLASSES));
        watchPeak();
        System.out.println("listening");
        UnixOperatingSystemMXBean system = (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        while (System.in.read() >= 0) {
            long heap = liveHeap();
            System.out.println("heap " + heap + " peakHeap " + peakHeap + " direct " + direct() + " peakDirect "
                    + peakDirect + " descriptors " + system.getOpenFileDescriptorCount());
        }
    }

    private static void sendOn(DaemonLink link, long id) {
        link.send(new TaskMessage(id, id, 0, 1, 1, "", Work.CALL, BODY), reply -> sendOn(link, id + 1));
    }

    private static void watchPeak() {
        Thread watch = new Thread(() -> {
            try {
                for (int sample = 0; ; sample++) {
                    peakDirect = Math.max(peakDirect, direct());
                    if (sample % SAMPLES_BETWEEN_COLLECTIONS == 0) {
                        peakHeap = Math.max(peakHeap, liveHeap());
                    }
                    TimeUnit.MILLISECONDS.sleep(10);
                }
            } catch (InterruptedException e) {
                // Nobody does.
            }
        });
        watch.setDaemon(true);
        watch.start();
    }

    /** Without what only waits to be collected. */
    private static long liveHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** What Netty takes by itself is not in the JDK's count. */
    private static long direct() {
        long counted = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
        return counted + Math.max(0, PlatformDependent.usedDirectMemory());
    }
}
