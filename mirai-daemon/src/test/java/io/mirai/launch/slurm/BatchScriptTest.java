package io.mirai.launch.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchScriptTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path scratch;

    private String run(String script, String task) throws Exception {
        ProcessBuilder shell = new ProcessBuilder("sh", "-c", script).redirectErrorStream(true);
        shell.environment().put("SLURM_ARRAY_TASK_ID", task);
        return new String(shell.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void task_takesItsSecretAndItsSlot_once() throws Exception {
        Path directory = Files.createDirectory(scratch.resolve("it's a home"));
        Path own = Files.writeString(directory.resolve("9-2.secret"), "own\n");
        Path other = Files.writeString(directory.resolve("3-1.secret"), "other\n");
        String quoted = "'" + directory.toString().replace("'", "'\\''") + "'";
        String script = BatchScript.of(
                List.of("MODULE=loaded"),
                List.of("3-1", "9-2"),
                quoted,
                "sh -c 'cat; echo \"$@\"' \"$MODULE\"",
                "--slot");
        assertThat(script).startsWith("#!/bin/sh\nMODULE=loaded\n");
        assertThat(run(script, "1")).isEqualTo("own\n--slot=9\n");
        assertThat(own).doesNotExist();
        assertThat(other).exists();
        assertThat(run(script, "1")).contains("9-2.secret").doesNotContain("--slot");
    }

    @Test
    void interpreter_isThatOfTheUser_ifThereIsOne() {
        assertThat(BatchScript.of(List.of("#!/bin/bash -l", "module load java"), List.of("0-1"), "d", "c", "--slot"))
                .startsWith("#!/bin/bash -l\nmodule load java\nset -- 0-1\n");
    }
}
