package io.mirai.daemon.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirai.DaemonOptions.AutoExit;
import io.mirai.spi.DaemonSpec;
import io.mirai.spi.HostGone;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import picocli.CommandLine;

/** The manifest of the documentation is what it says. No Kubernetes runs it here. */
class KubernetesManifestTest {

    private static final Path MANIFEST = Path.of("..", "docs", "kubernetes.yaml");

    private final Map<?, ?> secret;
    private final Map<?, ?> deployment;

    KubernetesManifestTest() throws Exception {
        List<Map<?, ?>> documents = new ArrayList<>();
        for (Object document : new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(Files.readString(MANIFEST))) {
            documents.add((Map<?, ?>) document);
        }
        assertThat(documents.stream().map(document -> String.valueOf(document.get("kind"))))
                .containsExactly("Secret", "Deployment");
        secret = documents.get(0);
        deployment = documents.get(1);
    }

    /** What is at this place; a number is an index. */
    private static Object at(Object root, Object... path) {
        Object found = root;
        for (Object step : path) {
            Object next = step instanceof Integer index ? ((List<?>) found).get(index) : ((Map<?, ?>) found).get(step);
            found = Objects.requireNonNull(next, () -> step + " of " + List.of(path));
        }
        return found;
    }

    private Object pod(Object... path) {
        return at(at(deployment, "spec", "template", "spec"), path);
    }

    private Object container(Object... path) {
        return at(pod("containers", 0), path);
    }

    private List<String> words(String key) {
        return ((List<?>) container(key)).stream().map(String::valueOf).toList();
    }

    @Test
    void deployment_findsItsPods() {
        assertThat(at(deployment, "spec", "selector", "matchLabels"))
                .isEqualTo(at(deployment, "spec", "template", "metadata", "labels"));
        assertThat((int) at(deployment, "spec", "replicas")).isPositive();
    }

    @Test
    void secret_isMountedWhereTheCommandReadsIt_andNowhereElse() {
        Object volume = pod("volumes", 0);
        assertThat(at(volume, "secret", "secretName")).isEqualTo(at(secret, "metadata", "name"));
        assertThat(at(volume, "secret", "defaultMode")).isEqualTo(0440);
        assertThat(container("volumeMounts", 0, "name")).isEqualTo(at(volume, "name"));
        String file = container("volumeMounts", 0, "mountPath") + "/" + secretKey();
        assertThat(words("command")).contains("exec \"$@\" < " + file);
        assertThat(container().toString()).doesNotContain("secretKeyRef", "mirai1_");
    }

    private String secretKey() {
        Map<?, ?> data = (Map<?, ?>) at(secret, "stringData");
        assertThat(data).hasSize(1);
        return String.valueOf(data.keySet().iterator().next());
    }

    @Test
    void pod_hasTimeToEnd_andMemoryOfItsOwn() {
        assertThat((int) pod("terminationGracePeriodSeconds")).isGreaterThanOrEqualTo(30);
        assertThat(container("resources", "limits", "memory")).isEqualTo(container("resources", "requests", "memory"));
        assertThat(String.valueOf(container("resources", "requests", "cpu"))).matches("\\d+");
    }

    @Test
    void daemon_understandsItsArguments() {
        List<String> words = words("args");
        int daemon = words.indexOf(DaemonCommand.NAME);
        assertThat(words.subList(0, daemon)).startsWith("java").endsWith("-jar", "/mirai/daemon.jar");
        DaemonCommand command = new DaemonCommand();
        new CommandLine(command)
                .parseArgs(words.subList(daemon + 1, words.size()).toArray(String[]::new));
        assertThat(command.daemon())
                .isEqualTo(DaemonSpec.DEFAULT.withThreads(2).withHostGone(new HostGone(AutoExit.PERSIST, "")));
    }

    /** The shell of this machine runs it, with another program and another file. */
    @Test
    void shell_becomesTheProgram_withTheSecretOnItsInput(@TempDir Path scratch) throws Exception {
        Path file = Files.writeString(scratch.resolve("secret"), "the secret");
        List<String> command = new ArrayList<>(words("command"));
        command.replaceAll(word -> word.replace("/run/mirai/secret", file.toString()));
        command.addAll(List.of("sh", "-c", "cat; echo \" $0 $PPID\"", "two words"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("the secret two words " + ProcessHandle.current().pid() + "\n");
    }
}
