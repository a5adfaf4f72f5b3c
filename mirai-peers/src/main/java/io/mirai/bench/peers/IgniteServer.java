package io.mirai.bench.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.apache.ignite.Ignition;
import org.apache.ignite.configuration.IgniteConfiguration;
import org.apache.ignite.logger.NullLogger;
import org.apache.ignite.spi.discovery.tcp.TcpDiscoverySpi;
import org.apache.ignite.spi.discovery.tcp.ipfinder.vm.TcpDiscoveryVmIpFinder;

/** A server of Ignite's cluster that runs one task at a time. */
final class IgniteServer {

    private static final int PORTS = 10;

    private IgniteServer() {}

    /** Takes the first port of the cluster. */
    public static void main(String[] args) throws IOException {
        Ignition.start(config(Integer.parseInt(args[0])));
    }

    /** Returns the configuration of all in the cluster whose servers meet at the ports from this one. */
    static IgniteConfiguration config(int port) throws IOException {
        TcpDiscoveryVmIpFinder finder =
                new TcpDiscoveryVmIpFinder().setAddresses(List.of("127.0.0.1:" + port + ".." + (port + PORTS)));
        return new IgniteConfiguration()
                .setWorkDirectory(Files.createTempDirectory("ignite").toString())
                .setLocalHost("127.0.0.1")
                .setGridLogger(new NullLogger())
                .setMetricsLogFrequency(0)
                .setPublicThreadPoolSize(1)
                .setDiscoverySpi(new TcpDiscoverySpi()
                        .setLocalPort(port)
                        .setLocalPortRange(PORTS)
                        .setIpFinder(finder));
    }
}
