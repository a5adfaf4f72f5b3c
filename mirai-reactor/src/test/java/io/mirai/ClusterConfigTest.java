package io.mirai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mirai.spi.Launch;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterConfigTest {

    private static Launch.BySlurm launch(ClusterConfig config) {
        return (Launch.BySlurm) config.launches().get(0);
    }

    @Test
    void options_areSplit_whereTheyAreTogether() {
        ClusterConfig config = ClusterConfig.slurm("--mem=4G", "-p", "short", "-t 10 --comment='two words'");
        assertThat(launch(config).options())
                .containsExactly("--mem=4G", "-p", "short", "-t", "10", "--comment=two words");
        assertThat(launch(config).script()).isEmpty();
        assertThat(config.launches()).hasSize(1);
        assertThat(ClusterConfig.slurm().launches()).hasSize(1);
    }

    @Test
    void script_isTakenAsInR() {
        Launch.BySlurm launch = launch(ClusterConfig.slurm(
                "#!/bin/sh\n#SBATCH --job-name=mirai\n  #SBATCH --mem=10G\n  module load java/21\n", "-c 2"));
        assertThat(launch.options()).containsExactly("--job-name=mirai", "--mem=10G", "-c", "2");
        assertThat(launch.script()).containsExactly("#!/bin/sh", "module load java/21");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {"1-8 8 0", "1-8%2 8 2", "0,3,7-9 5 0", "0-6:2%1 4 1", "5 1 0"})
    void array_saysHowManyThereAre(String array, int daemons, int atOnce) {
        for (String option : List.of("--array=" + array, "--array " + array, "-a " + array, "-a" + array)) {
            ClusterConfig config = ClusterConfig.slurm("-p short", option, "-c 2");
            assertThat(config.launches()).hasSize(daemons).containsOnly(launch(config));
            assertThat(launch(config).atOnce()).isEqualTo(atOnce);
            assertThat(launch(config).options()).containsExactly("-p", "short", "-c", "2");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "8-1", "1-8%0", "1-8%", "1-2-3-4", "1,", "1-4:0", "-3", "0-99999999999"})
    void array_thatCannotBeCounted_isRefused(String array) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClusterConfig.slurm("--array=" + array))
                .withMessageContaining("--array=" + array + " does not say how many daemons");
    }

    @Test
    void wordThatIsNoOption_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClusterConfig.slurm("short"))
                .withMessageContaining("'short' is no option of sbatch");
    }

    @Test
    void methods_changeACopy() {
        ClusterConfig plain = ClusterConfig.slurm("--array=1-2");
        ClusterConfig changed = plain.java("/opt/jdk/bin/java -Xmx3g").timeout(Duration.ofMinutes(2));
        assertThat(changed.launches()).hasSize(2);
        assertThat(launch(changed).java()).containsExactly("/opt/jdk/bin/java", "-Xmx3g");
        assertThat(launch(changed).limit()).isEqualTo(Duration.ofMinutes(2));
        assertThat(launch(plain).java()).isEmpty();
        assertThat(launch(plain).limit()).isEqualTo(Duration.ofSeconds(60));
        assertThat(plain.quote(true)).isSameAs(plain);
        assertThat(plain).hasToString("ClusterConfig[sbatch , daemons=2]");
    }
}
