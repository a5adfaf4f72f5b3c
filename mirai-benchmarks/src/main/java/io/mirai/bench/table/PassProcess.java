package io.mirai.bench.table;

import io.mirai.bench.contender.Contender;
import io.mirai.bench.jvm.JarClassPath;
import io.mirai.bench.jvm.Jvm;
import io.mirai.bench.jvm.Numbers;
import io.mirai.bench.workload.Case;
import io.mirai.bench.workload.Measure;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs passes, each in a fresh JVM. Its class path has jars only; its caches, output and errors are in the table's directory.
 *
 * <pre>
 *   directory ┬ classes-*.jar         the class path
 *             ├ caches-…/             $XDG_CACHE_HOME of the passes of a contender
 *             ├ pass.out              what the last pass printed
 *             └ errors.log            what all passes printed to standard error
 * </pre>
 */
final class PassProcess {

    private final Path directory;
    private final String classPath;
    private final boolean quick;
    private final Duration limit;

    PassProcess(Path directory, boolean quick) throws IOException {
        this.directory = directory;
        this.classPath = JarClassPath.makeIn(directory);
        this.quick = quick;
        this.limit = quick ? Duration.ofMinutes(2) : Duration.ofMinutes(10);
    }

    /** Fills the caches that the passes of this contender find. */
    void fillCaches(Contender contender) throws IOException, InterruptedException, TimeoutException {
        run(contender, "", Pass.FILL_CACHES, filled(contender));
    }

    /**
     * Runs one pass.
     *
     * @return the numbers; empty if the contender cannot do it
     * @throws IOException if it fails
     * @throws TimeoutException if it takes too long
     */
    double[] run(Contender contender, String workload, Case which)
            throws IOException, InterruptedException, TimeoutException {
        Path caches = which.hasCaches() ? filled(contender) : Files.createTempDirectory(directory, "caches-cold");
        long start = System.nanoTime();
        double[] numbers = run(contender, workload, which.label(), caches);
        double millis = (System.nanoTime() - start) / 1e6;
        if (numbers.length == 0 || which.measures().size() == numbers.length) {
            return numbers;
        }
        List<Double> all = new ArrayList<>();
        int next = 0;
        for (Measure measure : which.measures()) {
            all.add(measure.equals(Measure.WHOLE_PROCESS) ? millis : numbers[next++]);
        }
        return all.stream().mapToDouble(number -> number).toArray();
    }

    private Path filled(Contender contender) {
        return directory.resolve("caches-" + contender.getClass().getSimpleName());
    }

    private double[] run(Contender contender, String workload, String label, Path caches)
            throws IOException, InterruptedException, TimeoutException {
        Files.createDirectories(caches);
        List<String> flags = new ArrayList<>(contender.hostFlags());
        flags.add("-D" + Pass.QUICK + "=" + quick);
        Path out = directory.resolve("pass.out");
        ProcessBuilder builder = Jvm.prepare(
                        classPath, flags, Pass.class, contender.getClass().getName(), workload, label)
                .redirectOutput(out.toFile())
                .redirectError(Redirect.appendTo(errors().toFile()));
        builder.environment().put("XDG_CACHE_HOME", caches.toString());
        Process process = builder.start();
        if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
            List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
            all.add(process.toHandle());
            all.forEach(ProcessHandle::destroyForcibly);
            throw new TimeoutException("it was not done within " + limit.toMinutes() + " minutes");
        }
        if (process.exitValue() != 0) {
            throw new IOException("it ended with status " + process.exitValue() + ", see " + errors());
        }
        String line = Files.readAllLines(out).stream()
                .filter(each -> each.startsWith(Pass.MARK))
                .findFirst()
                .orElseThrow(() -> new IOException("it printed no numbers, see " + out))
                .substring(Pass.MARK.length());
        return line.equals(Pass.UNABLE) ? new double[0] : Numbers.parse(line);
    }

    private Path errors() {
        return directory.resolve("errors.log");
    }
}
