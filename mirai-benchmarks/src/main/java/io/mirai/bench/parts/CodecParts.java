package io.mirai.bench.parts;

import io.mirai.Task;
import io.mirai.codec.DaemonCodec;
import io.mirai.codec.HostCodec;
import io.mirai.codec.ShippedTask;
import io.mirai.spi.Body;
import io.mirai.spi.ResultClasses;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What it costs to carry a small lambda to a daemon and its value back, without the wire. */
@State(Scope.Thread)
public class CodecParts {

    private static final int OFTEN = 100;

    private final HostCodec host =
            new HostCodec(CodecParts.class.getClassLoader(), new ResultClasses(Set.of(), Set.of()));
    private final DaemonCodec daemon = new DaemonCodec(CodecParts.class.getClassLoader(), host.shapes());
    private int x = 41;
    private final Body task = oftenEncoded();
    private final Body value = encodeValue();

    /** One of many of the same place in the code: the first few have names that the others have not. */
    private Body oftenEncoded() {
        Body last = encodeTask();
        for (int i = 0; i < OFTEN; i++) {
            last = encodeTask();
        }
        return last;
    }

    /** Encodes a lambda that captures a number. */
    @Benchmark
    public Body encodeTask() {
        int captured = x;
        Task<Integer> small = () -> captured + 1;
        return host.encodeTask(small, Map.of());
    }

    /** Decodes that lambda as a daemon does. */
    @Benchmark
    public ShippedTask decodeTask() {
        return daemon.decodeTask(task);
    }

    /** Encodes its value as a daemon does. */
    @Benchmark
    public Body encodeValue() {
        return daemon.encodeValue(daemon.session(), Body.MAX_BYTES, x + 1);
    }

    /** Decodes its value. */
    @Benchmark
    public @Nullable Object decodeValue() {
        return host.decodeValue(value);
    }
}
