package io.mirai.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import io.mirai.DaemonOptions;
import io.mirai.Daemons;
import io.mirai.Mirai;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a value of half a gigabyte takes of memory on its way to a daemon and back. */
@Tag("large")
class LargeValueTest {

    private static final int DOUBLES = 64 * 1024 * 1024;
    private static final long BYTES = (long) DOUBLES * Double.BYTES;
    private static final long NEEDED = 6L << 30;

    @Test
    void doubles_thereAndBack_areNowhereMoreThanTwiceInMemory() throws Exception {
        OperatingSystemMXBean machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        HostJvm.skipUnless(
                machine.getTotalMemorySize() >= NEEDED, "half a gigabyte twice on two sides wants a machine of 6 GiB");
        String[] said = HostJvm.run(
                        HostJvm.under(List.of(), List.of("-Xmx2g", "-XX:NativeMemoryTracking=summary"), Host.class))
                .split("\n");
        assertThat(said).hasSize(3);
        assertThat(said[0]).isEqualTo("all there");
        assertThat(Long.parseLong(said[1])).as("on the host").isBetween(BYTES, BYTES * 22 / 10);
        assertThat(Long.parseLong(said[2])).as("on the daemon").isBetween(BYTES, BYTES * 22 / 10);
    }

    /** Sends them, and says what either side has held. */
    static final class Host {

        private Host() {}

        public static void main(String[] args) throws Exception {
            DaemonOptions options = DaemonOptions.none().jvmArgs("-Xmx1600m", "-XX:NativeMemoryTracking=summary");
            try (Daemons daemons = Daemons.builder().n(1).daemon(options).start()) {
                MemoryGauge.start();
                daemons.mirai(() -> {
                            MemoryGauge.start();
                            return null;
                        })
                        .collect();
                double[] back = Objects.requireNonNull(send(daemons).collect());
                boolean same = back.length == DOUBLES;
                for (int i = 0; i < back.length; i++) {
                    same &= back[i] == i;
                }
                System.out.println(same ? "all there" : "something else came back");
                System.out.println(MemoryGauge.most());
                System.out.println(daemons.mirai(MemoryGauge::most).collect());
            }
        }

        /** Nobody has the array when this has returned. */
        private static Mirai<double[]> send(Daemons daemons) {
            double[] numbers = new double[DOUBLES];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = i;
            }
            return daemons.mirai(() -> numbers);
        }
    }
}
