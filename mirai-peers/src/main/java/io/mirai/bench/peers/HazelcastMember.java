package io.mirai.bench.peers;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.NetworkConfig;

/** A member of Hazelcast's cluster that runs one task at a time. */
final class HazelcastMember {

    /** The name of the executor. */
    static final String TASKS = "tasks";

    private HazelcastMember() {}

    /** Takes the port of the host. */
    public static void main(String[] args) {
        com.hazelcast.core.Hazelcast.newHazelcastInstance(config(Integer.parseInt(args[0])));
    }

    /** Returns the configuration of all in the cluster whose first member is at this port. */
    static Config config(int port) {
        Config config = new Config().setClusterName("bench-" + port);
        config.setProperty("hazelcast.logging.type", "none");
        config.setProperty("hazelcast.phone.home.enabled", "false");
        config.setProperty("hazelcast.socket.bind.any", "false");
        config.getJetConfig().setEnabled(false);
        config.getExecutorConfig(TASKS).setPoolSize(1);
        NetworkConfig network = config.getNetworkConfig().setPort(port).setPortAutoIncrement(true);
        network.getInterfaces().setEnabled(true).addInterface("127.0.0.1");
        JoinConfig join = network.getJoin();
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(true).addMember("127.0.0.1:" + port);
        return config;
    }
}
