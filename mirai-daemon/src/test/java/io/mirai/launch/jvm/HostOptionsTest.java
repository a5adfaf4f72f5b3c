package io.mirai.launch.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HostOptionsTest {

    @Test
    void sort_flagsThatChangeMeaning_passesThem() {
        String[] flags = {
            "--enable-preview",
            "-ea:com.example...",
            "-da:com.example.Slow",
            "-esa",
            "-dsa",
            "-Xbootclasspath/a:more.jar"
        };
        HostOptions sorted = sort(flags);
        assertThat(sorted.passed()).containsExactly(flags);
        assertThat(sorted.away()).isEmpty();
    }

    @Test
    void sort_whatDescribesOneJvm_keepsItAway() {
        String[] flags = {
            "-Xmx64m",
            "-Xms8m",
            "-Xss1m",
            "-XX:MaxRAMPercentage=80",
            "-XX:+UseZGC",
            "-XX:+UseG1GC",
            "-javaagent:x.jar",
            "-agentlib:jdwp=transport=dt_socket",
            "-agentpath:/x.so",
            "-Xrunjdwp:transport=dt_socket",
            "-Xdebug",
            "-XX:StartFlightRecording",
            "-Dcom.sun.management.jmxremote",
            "-Dcom.sun.management.jmxremote.port=9010",
            "-Djava.rmi.server.hostname=example.com"
        };
        HostOptions sorted = sort(flags);
        assertThat(sorted.away()).containsExactly(flags);
        assertThat(sorted.passed()).isEmpty();
        assertThat(sorted.properties()).isEmpty();
    }

    @Test
    void sort_properties_passesThemInTheirOrder() {
        assertThat(sort("-Da=1", "-Dflag", "-Da=2", "-Djavax.net.ssl.trustStore=/a b")
                        .properties())
                .containsExactly("-Da=1", "-Dflag", "-Da=2", "-Djavax.net.ssl.trustStore=/a b");
    }

    @Test
    void sort_whatNamesAClassTooEarly_keepsItAway() {
        assertThat(sort("-Djava.system.class.loader=com.example.Loader", "-Djava.security.manager=com.example.Manager")
                        .properties())
                .isEmpty();
        assertThat(sort("-Djava.security.manager=allow").properties()).hasSize(1);
    }

    @Test
    void sort_modules_passesThoseOfTheJdk() {
        HostOptions sorted = sort(
                "--add-modules=java.sql,io.mirai.daemon,ALL-SYSTEM,ALL-MODULE-PATH",
                "--add-modules=com.example.app",
                "--add-reads=java.xml=com.example.app,com.example.lib",
                "--add-reads=java.xml=java.sql",
                "--add-reads=com.example.app=java.sql",
                "--module-path=mods",
                "-Djdk.module.main=com.example.app");
        assertThat(sorted.passed())
                .containsExactly(
                        "--add-modules=java.sql,ALL-SYSTEM",
                        "--add-reads=java.xml=ALL-UNNAMED",
                        "--add-reads=java.xml=java.sql");
        assertThat(sorted.away()).isEmpty();
        assertThat(sorted.properties()).isEmpty();
    }

    private static HostOptions sort(String... arguments) {
        return HostOptions.sort(List.of(arguments));
    }
}
