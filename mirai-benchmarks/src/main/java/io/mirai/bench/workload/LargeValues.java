package io.mirai.bench.workload;

import io.mirai.bench.contender.Contender.RoundTrip;
import io.mirai.bench.jvm.Numbers;
import java.util.List;
import java.util.stream.Stream;

/** W3: a large value there and back. */
final class LargeValues implements Workload {

    private static final int KB = 1_024;
    private static final int MB = 1_024 * KB;

    /**
     * A size.
     *
     * @param warmUp how many round trips are made before those that count
     */
    private record Size(String label, int bytes, int warmUp, int measured, int passes) {}

    @Override
    public String definition() {
        return "one daemon: the identity of an array of doubles; time of a round trip (median of a pass), MB/s of both"
                + " directions together, and the most memory that was resident in the host and in the daemon";
    }

    @Override
    public List<Case> cases(boolean quick) {
        Stream<Size> sizes = quick
                ? Stream.of(
                        new Size("8 KB", 8 * KB, 300, 500, 1),
                        new Size("1 MB", MB, 50, 50, 1),
                        new Size("64 MB", 64 * MB, 3, 5, 1))
                : Stream.of(
                        new Size("8 KB", 8 * KB, 2_000, 2_000, 10),
                        new Size("1 MB", MB, 200, 200, 10),
                        new Size("64 MB", 64 * MB, 15, 15, 10),
                        new Size("512 MB", 512 * MB, 2, 3, 10));
        return sizes.map(LargeValues::of).toList();
    }

    private static Case of(Size size) {
        List<Measure> measures = List.of(
                Measure.less("round trip", "ms"),
                size.bytes == 64 * MB ? Measure.more("rate", "MB/s").inChart() : Measure.more("rate", "MB/s"),
                Measure.less("host's peak", "MB"),
                Measure.less("daemon's peak", "MB"));
        return Case.of(size.label, size.passes, measures, contender -> {
            contender.start(1);
            RoundTrip roundTrip = contender.thereAndBack(size.bytes);
            double[] seconds = new double[size.measured];
            for (int i = -size.warmUp; i < size.measured; i++) {
                long start = System.nanoTime();
                roundTrip.run();
                if (i >= 0) {
                    seconds[i] = (System.nanoTime() - start) / 1e9;
                }
            }
            double median = Numbers.median(seconds);
            return new double[] {
                median * 1e3, 2.0 * size.bytes / 1e6 / median, Resident.peakOfHost(), Resident.peakOfDaemon()
            };
        });
    }
}
