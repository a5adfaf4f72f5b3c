package io.mirai.daemon.command;

import io.mirai.wire.Protocol;
import picocli.CommandLine.IVersionProvider;

/** Tells what a host must fit: the release, the protocol, the codec and the Java. */
final class Versions implements IVersionProvider {

    private Versions() {}

    @Override
    public String[] getVersion() {
        String release = Versions.class.getPackage().getImplementationVersion(); // of the jar's manifest
        return new String[] {
            "mirai " + (release == null ? "in development" : release),
            "protocol " + Protocol.VERSION + ", codec " + Protocol.CODEC,
            "Java " + Runtime.version() + ", " + System.getProperty("java.home")
        };
    }
}
