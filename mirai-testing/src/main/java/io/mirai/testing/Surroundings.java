package io.mirai.testing;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a {@link PastedDaemon} runs.
 *
 * @param java the Java there
 * @param wrapper a command that is given the shell's, and its arguments before that; empty for none
 * @param environment all the variables that the shell has, but for its home directory
 */
public record Surroundings(Path java, List<String> wrapper, Map<String, String> environment) {

    /** This machine, with an empty environment. */
    public static Surroundings here() {
        return new Surroundings(Path.of(System.getProperty("java.home"), "bin", "java"), List.of(), Map.of());
    }

    public Surroundings java(Path other) {
        return new Surroundings(other, wrapper, environment);
    }

    public Surroundings on(OtherMachine machine) {
        return new Surroundings(java, machine.shellWrapper(), environment);
    }

    public Surroundings with(String variable, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(variable, value);
        return new Surroundings(java, wrapper, more);
    }
}
