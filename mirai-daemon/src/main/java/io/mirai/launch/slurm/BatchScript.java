package io.mirai.launch.slurm;

import java.util.List;

/**
 * The script of an array job whose tasks are daemons. It has no secret, but reads that of its task from a file, which it deletes; then it
 * becomes the daemon, so that a signal to the script is one to the daemon.
 *
 * <pre>
 *   #!/bin/sh
 *   module load java/21
 *   set -- 0-1 1-1 2-1                       # the daemons: slot and instance
 *   shift "$SLURM_ARRAY_TASK_ID"
 *   secret=/home/u/.cache/mirai/slurm/login1-4711-…/"$1".secret
 *   exec &lt; "$secret" || exit
 *   rm -f "$secret"
 *   exec java … -jar …/mirai-daemon-all.jar daemon tls+tcp://host:port --threads=8 --slot="${1%-*}"
 * </pre>
 */
public final class BatchScript {

    private static final String INTERPRETER = "#!";

    private BatchScript() {}

    /**
     * Writes it.
     *
     * @param before lines of the user; the first may be that of the interpreter
     * @param daemons the names of the daemons, in the order of the tasks
     * @param directory where the secrets are, quoted for a shell
     * @param command that of the daemon, quoted for a shell, without its slot
     * @param slotOption the option that says the slot
     */
    public static String of(
            List<String> before, List<String> daemons, String directory, String command, String slotOption) {
        StringBuilder script = new StringBuilder();
        if (before.isEmpty() || !before.get(0).startsWith(INTERPRETER)) {
            script.append("#!/bin/sh\n");
        }
        before.forEach(line -> script.append(line).append('\n'));
        return script.append("set -- ")
                .append(String.join(" ", daemons))
                .append("\nshift \"$SLURM_ARRAY_TASK_ID\"\nsecret=")
                .append(directory)
                .append("/\"$1\"" + SharedDirectory.SECRET + "\nexec < \"$secret\" || exit\nrm -f \"$secret\"\nexec ")
                .append(command)
                .append(' ')
                .append(slotOption)
                .append("=\"${1%-*}\"\n")
                .toString();
    }
}
