package io.mirai.launch;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * The most memory that a JVM has held: what of its heap is alive after a collection, and what it has outside of heap and
 * metaspace for buffers. Looks every 100 ms, or as fast as the collections let it. The JVM needs -XX:NativeMemoryTracking=summary.
 */
final class MemoryGauge {

    private static final long PAUSE_MILLIS = 100;
    private static final Pattern BUFFERS = Pattern.compile("Other \\(reserved=\\d+KB, committed=(\\d+)KB\\)");
    private static final MemoryGauge OF_THIS_JVM = new MemoryGauge();

    private long most; // guarded by this

    private MemoryGauge() {}

    /** Looks from now on, as long as the JVM lives. */
    static void start() {
        Thread looking = new Thread(OF_THIS_JVM::look, "memory gauge");
        looking.setDaemon(true);
        looking.start();
    }

    /** In bytes, after a last look. */
    static long most() throws JMException {
        return OF_THIS_JVM.lookOnce();
    }

    private void look() {
        try {
            while (true) {
                lookOnce();
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException | JMException e) {
            throw new IllegalStateException(e);
        }
    }

    private synchronized long lookOnce() throws JMException {
        System.gc();
        long alive = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getCollectionUsage)
                .mapToLong(usage -> usage == null ? 0 : usage.getUsed())
                .sum();
        most = Math.max(most, alive + buffers());
        return most;
    }

    private static long buffers() throws JMException {
        Object summary = ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "vmNativeMemory",
                        new Object[] {new String[] {"summary"}},
                        new String[] {String[].class.getName()});
        Matcher found = BUFFERS.matcher((String) summary);
        return found.find() ? 1024 * Long.parseLong(found.group(1)) : 0;
    }
}
