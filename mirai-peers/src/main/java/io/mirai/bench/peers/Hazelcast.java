package io.mirai.bench.peers;

import com.hazelcast.core.HazelcastInstance;
import io.mirai.Task;
import io.mirai.bench.contender.Answer;
import io.mirai.bench.contender.Contender;
import io.mirai.bench.contender.FutureAnswer;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Hazelcast's {@code IExecutorService}. */
public final class Hazelcast implements Contender {

    /** What its manual asks for on Java 9 and later. */
    private static final List<String> FLAGS = List.of(
            "--add-modules=java.se",
            "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-opens=java.management/sun.management=ALL-UNNAMED",
            "--add-opens=jdk.management/com.sun.management.internal=ALL-UNNAMED");

    private final Members members = new Members();
    private @Nullable HazelcastInstance host;

    /** Makes one that has not started. */
    public Hazelcast() {}

    @Override
    public String name() {
        return "Hazelcast";
    }

    @Override
    public String about() {
        return "5.7.0, IExecutorService.submit; the host is a lite member, each daemon a member whose executor has one thread;"
                + " JVM flags of our daemons and those of its manual";
    }

    @Override
    public List<String> hostFlags() {
        return FLAGS;
    }

    @Override
    public void start(int daemons) throws Exception {
        int port = Members.freePort();
        members.start(daemons, FLAGS, HazelcastMember.class, port);
        HazelcastInstance started = com.hazelcast.core.Hazelcast.newHazelcastInstance(
                HazelcastMember.config(port).setLiteMember(true));
        host = started;
        Members.await(1 + daemons, () -> started.getCluster().getMembers().size());
        Members.await(1, () -> started.getPartitionService().isClusterSafe() ? 1 : 0);
    }

    @Override
    public <T> Answer<T> submit(Task<T> task) {
        return new FutureAnswer<>(Objects.requireNonNull(host)
                .getExecutorService(HazelcastMember.TASKS)
                .submit(task));
    }

    @Override
    public void close() {
        if (host != null) {
            host.getLifecycleService().terminate();
        }
        members.close();
    }
}
