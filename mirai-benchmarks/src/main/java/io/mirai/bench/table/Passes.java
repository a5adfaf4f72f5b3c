package io.mirai.bench.table;

import io.mirai.bench.contender.Contender;
import io.mirai.bench.jvm.Numbers;
import io.mirai.bench.workload.Case;
import io.mirai.bench.workload.Measure;
import io.mirai.bench.workload.Workloads;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/**
 * Runs the passes of all contenders in turn. The order within a turn changes each time, so that what one leaves to the next, such
 * as a warm processor, is dealt to all alike.
 */
public final class Passes {

    private final List<Contender> contenders;
    private final boolean quick;
    private final PassProcess process;
    private final List<String> workloads = new ArrayList<>();
    private final List<Row> rows = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    /**
     * Prepares passes.
     *
     * @param directory where they have their files
     * @param quick whether fewer and smaller cases will do
     */
    public Passes(Path directory, List<Contender> contenders, boolean quick) throws IOException {
        this.contenders = contenders;
        this.quick = quick;
        this.process = new PassProcess(directory, quick);
    }

    /** Runs a workload. */
    public void run(String workload) throws InterruptedException {
        for (Case each : Workloads.named(workload).cases(quick)) {
            rows.addAll(run(workload, each));
        }
        workloads.add(workload);
    }

    /** Returns what has been found so far. */
    public Results results() {
        return new Results(contenders, workloads, quick, rows, failures);
    }

    /** Has each contender run once, also so that the machine has read the jars and libraries that all passes read. */
    public void fillCaches() throws InterruptedException {
        for (Contender contender : contenders) {
            try {
                process.fillCaches(contender);
            } catch (IOException | TimeoutException e) {
                fail(contender, "the caches were not filled: " + e.getMessage());
            }
        }
    }

    private List<Row> run(String workload, Case which) throws InterruptedException {
        List<Row> found = new ArrayList<>();
        for (int i = 0; i < which.measures().size(); i++) {
            double ideal = which.ideal().isEmpty() ? Double.NaN : which.ideal().get(i);
            found.add(new Row(workload, which.label(), which.measures().get(i), ideal));
        }
        List<Contender> inTurn = new ArrayList<>(
                contenders.stream().filter(each -> each.canDo(workload)).toList());
        Set<Contender> failed = new HashSet<>();
        for (int pass = 0; pass < which.passes(); pass++) {
            for (Contender contender : List.copyOf(inTurn)) {
                Outcome outcome = run(contender, workload, which, pass, found);
                boolean wouldFailEachTime = outcome == Outcome.FAILED && !failed.add(contender);
                if (outcome == Outcome.HOPELESS || wouldFailEachTime) {
                    inTurn.remove(contender);
                }
            }
            Collections.reverse(inTurn);
        }
        return found;
    }

    /** How a pass ended. */
    private enum Outcome {
        /** It has numbers. */
        DONE,
        /** It may be done another time. */
        FAILED,
        /** The contender cannot do it, or not in time. */
        HOPELESS
    }

    private Outcome run(Contender contender, String workload, Case which, int pass, List<Row> found)
            throws InterruptedException {
        String what = workload + " " + which.label() + ", pass " + (pass + 1) + ": ";
        double[] numbers;
        try {
            numbers = process.run(contender, workload, which);
        } catch (IOException e) {
            fail(contender, what + e.getMessage());
            return Outcome.FAILED;
        } catch (TimeoutException e) {
            fail(contender, what + e.getMessage());
            return Outcome.HOPELESS;
        }
        if (numbers.length == 0) {
            return Outcome.HOPELESS;
        }
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < numbers.length; i++) {
            double[] all = found.get(i).passes().computeIfAbsent(contender.name(), name -> unknown(which.passes()));
            all[pass] = numbers[i];
            Measure measure = which.measures().get(i);
            line.append("  ").append(measure.label()).append(": ").append(Figure.of(numbers[i]));
        }
        Numbers.print(
                "%s %s, pass %d of %d, %s:%s",
                workload, which.label(), pass + 1, which.passes(), contender.name(), line);
        return Outcome.DONE;
    }

    private static double[] unknown(int passes) {
        double[] numbers = new double[passes];
        Arrays.fill(numbers, Double.NaN);
        return numbers;
    }

    private void fail(Contender contender, String why) {
        String failure = contender.name() + ", " + why;
        failures.add(failure);
        Numbers.print("FAILED: %s", failure);
    }
}
