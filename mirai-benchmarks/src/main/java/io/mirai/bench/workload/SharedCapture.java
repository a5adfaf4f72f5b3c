package io.mirai.bench.workload;

import java.util.List;
import java.util.Random;

/** W9: a map whose function captures much. */
final class SharedCapture implements Workload {

    private static final int BYTES = 50_000_000;
    private static final int ELEMENTS = 1_000;

    @Override
    public String definition() {
        return "two daemons, a map of 1,000 elements whose function captures 50 MB, through a relay that counts: bytes on the wire,"
                + " and the time with the start of the daemons";
    }

    @Override
    public List<Case> cases(boolean quick) {
        List<Measure> measures =
                List.of(Measure.less("to the daemons", "MB"), Measure.less("back", "MB"), Measure.less("time", "s"));
        return List.of(Case.of("50 MB", quick ? 1 : 10, measures, contender -> {
            byte[] captured = new byte[BYTES];
            new Random(1).nextBytes(captured);
            long start = System.nanoTime();
            double[] bytes = contender.mapCapturing(captured, ELEMENTS);
            return new double[] {bytes[0] / 1e6, bytes[1] / 1e6, (System.nanoTime() - start) / 1e9};
        }));
    }
}
