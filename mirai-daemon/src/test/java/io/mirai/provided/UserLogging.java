package io.mirai.provided;

/** Configures java.util.logging, by its name in {@code java.util.logging.config.class}. */
public final class UserLogging {

    /** Called by the JDK. */
    public UserLogging() {
        System.setProperty(
                "io.mirai.provided.logging",
                UserLogging.class.getClassLoader().getClass().getSimpleName());
    }
}
