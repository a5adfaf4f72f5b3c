package io.mirai.launch.shared;

import io.mirai.codec.HostCodec;
import io.mirai.transport.host.ClassSource;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The code that a host has for its daemons. Thread-safe. */
public final class HostCode implements ClassSource {

    private interface Resources {
        byte @Nullable [] find(String name) throws IOException;
    }

    private final HostCodec codec;
    private final Resources resources;

    private HostCode(HostCodec codec, Resources resources) {
        this.codec = codec;
        this.resources = resources;
    }

    /** For daemons of this host: they may have whatever it has. */
    public static HostCode ofOwn(HostCodec codec) {
        return new HostCode(codec, codec::resources);
    }

    /**
     * For daemons that this host has not started.
     *
     * @param isPrivate whether nobody else sees what they get: resources may hold what is not for everybody on the way
     */
    public static HostCode ofStrangers(HostCodec codec, boolean isPrivate) {
        return new HostCode(codec, isPrivate ? codec::resourcesForStrangers : name -> null);
    }

    @Override
    public byte @Nullable [] shape(int number) {
        return codec.shape(number);
    }

    @Override
    public byte @Nullable [] classFile(String name) throws IOException {
        return codec.classFile(name);
    }

    @Override
    public byte @Nullable [] lastingClassFile(String name) throws IOException {
        return codec.lastingClassFile(name);
    }

    @Override
    public byte @Nullable [] services(String name) throws IOException {
        return codec.services(name);
    }

    @Override
    public byte @Nullable [] resources(String name) throws IOException {
        return resources.find(name);
    }
}
