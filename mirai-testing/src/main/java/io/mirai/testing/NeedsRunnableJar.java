package io.mirai.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Skips a test where there is no runnable jar; the system property {@code runnableJar} names it. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("jdk")
@EnabledIfSystemProperty(
        named = "runnableJar",
        matches = ".+",
        disabledReason = "the jar is there after the phase package")
public @interface NeedsRunnableJar {}
