package io.mirai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mirai.spi.DaemonSpec;
import io.mirai.spi.Launch;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RemoteConfigTest {

    private static List<Launch.ByCommand> launches(RemoteConfig config) {
        return LaunchConfig.daemons(config, DaemonSpec.DEFAULT).stream()
                .map(daemon -> (Launch.ByCommand) daemon.launch())
                .toList();
    }

    @Test
    void options_areSplit_andAllElseIsAsItIs() {
        assertThat(launches(RemoteConfig.of("/usr/bin/ssh", "-fTp 22 10.75.32.90", "."))
                        .get(0)
                        .arguments())
                .containsExactly("-fTp", "22", "10.75.32.90", ".");
        assertThat(launches(RemoteConfig.of("srun", "--mem 512", "-n 1", "--job-name='a b'", "."))
                        .get(0)
                        .arguments())
                .containsExactly("--mem", "512", "-n", "1", "--job-name=a b", ".");
        assertThat(launches(RemoteConfig.of("sh", "/my dir/it's $x.sh", "", "."))
                        .get(0)
                        .arguments())
                .containsExactly("/my dir/it's $x.sh", "", ".");
    }

    @Test
    void each_listIsALaunch_andEachMethodChangesAll() {
        RemoteConfig two = RemoteConfig.of("x", List.of(List.of("a", "."), List.of("-b .")));
        assertThat(launches(two)).extracting(Launch.ByCommand::quoted).containsExactly(false, false);
        assertThat(launches(two.quote(true).java("java -Xmx4g").timeout(Duration.ofMinutes(5))))
                .containsExactly(
                        new Launch.ByCommand(
                                "x", List.of("a", "."), true, List.of("java", "-Xmx4g"), Duration.ofMinutes(5)),
                        new Launch.ByCommand(
                                "x", List.of("-b", "."), true, List.of("java", "-Xmx4g"), Duration.ofMinutes(5)));
    }

    @Test
    void more_daemonsThanLaunches_areLaunchedInTurn() {
        RemoteConfig two = RemoteConfig.of("x", List.of(List.of("a", "."), List.of("b", ".")));
        assertThat(LaunchConfig.daemons(two, DaemonSpec.DEFAULT, 5))
                .extracting(daemon ->
                        ((Launch.ByCommand) daemon.launch()).arguments().get(0))
                .containsExactly("a", "b", "a", "b", "a");
    }

    @Test
    void mistakes_areNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RemoteConfig.of("srun", "-n 1"))
                .withMessage("no argument of srun is \".\", which stands for the command of the daemon: [-n 1]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RemoteConfig.of("", "."))
                .withMessageContaining("launchCommands(n)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RemoteConfig.of("x", List.of()))
                .withMessageContaining("no list of arguments");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RemoteConfig.of("x", ".").java(" "))
                .withMessageContaining("java: the name of the program is empty");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RemoteConfig.of("x", ".").timeout(Duration.ZERO))
                .withMessageContaining("timeout must be positive");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RemoteConfig.of("x", "-a 'b .", "."))
                .withMessageContaining("is not closed");
    }
}
