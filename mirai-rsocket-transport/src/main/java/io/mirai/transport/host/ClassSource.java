package io.mirai.transport.host;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The code that a host hands out to its daemons. It decides what they may have. Called on threads of the
 * listener's own, several at once; it may read files.
 */
public interface ClassSource {

    /**
     * The shape of lambdas with this number, as {@link io.mirai.codec.shape.LambdaShape} reads it.
     *
     * @return null if there is none
     */
    byte @Nullable [] shape(int number);

    /**
     * The bytes of a class.
     *
     * @param name its binary name, as the daemon gave it: not checked
     * @return null if there is none that daemons may have
     */
    byte @Nullable [] classFile(String name) throws IOException;

    /**
     * The bytes of a class that stays what it is for as long as the host lives: daemons may have it before they ask for it, and
     * keep it.
     *
     * @param name what the class file of another class calls it, or a daemon: not checked
     * @return null if there is none that daemons may have and have not themselves
     */
    byte @Nullable [] lastingClassFile(String name) throws IOException;

    /**
     * The provider files of a service, one after the other.
     *
     * @param name the binary name of the service, as the daemon gave it: not checked
     * @return null if there are none that daemons may have
     */
    byte @Nullable [] services(String name) throws IOException;

    /**
     * The resources of a name, as {@link io.mirai.spi.Parts} has them.
     *
     * @param name their name, as the daemon gave it: not checked
     * @return null if there are none that daemons may have
     */
    byte @Nullable [] resources(String name) throws IOException;
}
