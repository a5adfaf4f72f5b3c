package io.mirai.bench.workload;

import io.mirai.bench.contender.Answer;
import io.mirai.bench.contender.Contender;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** W8: a daemon is killed. */
final class Crash implements Workload {

    private static final int TASKS = 1_000;
    private static final int BEFORE = 400;
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final long REPLACED_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(10);

    @Override
    public String definition() {
        return "two daemons, 1,000 tasks of 5 ms, all submitted; after 400 values one daemon gets kill -9: values, errors, tasks without"
                + " an end within 20 s, tasks that ran again, and after how long a daemon in the dead one's place has begun a task;"
                + " never: not within 10 s of the end";
    }

    @Override
    public List<Case> cases(boolean quick) {
        List<Measure> measures = List.of(
                Measure.more("values", ""),
                Measure.less("errors", ""),
                Measure.less("hung", ""),
                Measure.less("run again", ""),
                Measure.less("replaced after", "ms"));
        return List.of(Case.of("1,000 tasks", quick ? 1 : 10, measures, Crash::run));
    }

    private static double[] run(Contender contender) throws Exception {
        contender.start(2);
        Burst.byPromises(contender, 1_000);
        Set<Long> first =
                ProcessHandle.current().children().map(ProcessHandle::pid).collect(Collectors.toSet());
        Path ledger = Files.createTempFile("runs", "");
        List<Answer<long[]>> answers = new ArrayList<>();
        for (int i = 0; i < TASKS; i++) {
            answers.add(submit(contender, i, ledger.toString()));
        }
        for (int i = 0; i < BEFORE; i++) {
            answers.get(i).await();
        }
        long killedAt = System.currentTimeMillis();
        ProcessHandle.of(first.iterator().next()).orElseThrow().destroyForcibly();

        Tally tally = new Tally(first);
        long end = System.nanoTime() + LIMIT.toNanos();
        for (Answer<long[]> answer : answers) {
            tally.add(answer, Duration.ofNanos(Math.max(1, end - System.nanoTime())));
        }
        double[] ended = {tally.values, tally.errors, tally.hung, again(ledger)};
        long patience = System.nanoTime() + REPLACED_WITHIN_NANOS;
        while (tally.replacedAt == 0 && System.nanoTime() < patience) {
            tally.add(submit(contender, TASKS, ledger.toString()), LIMIT);
        }
        double replaced = tally.replacedAt == 0 ? Double.POSITIVE_INFINITY : tally.replacedAt - killedAt;
        return new double[] {ended[0], ended[1], ended[2], ended[3], replaced};
    }

    /** Submits a task that returns the process that ran it, and when it began: not all contenders carry records. */
    private static Answer<long[]> submit(Contender contender, int number, String ledger) {
        return contender.submit(() -> {
            long atMillis = System.currentTimeMillis();
            byte[] line = ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
            Files.write(Path.of(ledger), line, StandardOpenOption.APPEND);
            Thread.sleep(5);
            return new long[] {ProcessHandle.current().pid(), atMillis};
        });
    }

    /** Returns how many lines of the ledger another line has said before. */
    private static int again(Path ledger) throws IOException {
        ByteBuffer lines = ByteBuffer.wrap(Files.readAllBytes(ledger));
        Set<Integer> seen = new HashSet<>();
        int again = 0;
        while (lines.hasRemaining()) {
            again += seen.add(lines.getInt()) ? 0 : 1;
        }
        return again;
    }

    /** Counts how tasks end. */
    private static final class Tally {

        private final Set<Long> first;
        int values;
        int errors;
        int hung;
        long replacedAt;

        Tally(Set<Long> first) {
            this.first = first;
        }

        void add(Answer<long[]> answer, Duration limit) throws Exception {
            try {
                long[] run = answer.await(limit);
                values++;
                if (!first.contains(run[0])) {
                    replacedAt = replacedAt == 0 ? run[1] : Math.min(replacedAt, run[1]);
                }
            } catch (TimeoutException e) {
                hung++;
            } catch (ExecutionException e) {
                errors++;
            }
        }
    }
}
