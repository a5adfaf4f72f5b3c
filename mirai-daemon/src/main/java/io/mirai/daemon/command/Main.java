package io.mirai.daemon.command;

import io.mirai.daemon.end.ExitCode;
import io.mirai.daemon.session.SystemSession;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The program of the runnable jar, whose commands are {@code daemon} and what describes them. */
@Command(
        name = "mirai",
        mixinStandardHelpOptions = true,
        versionProvider = Versions.class,
        synopsisSubcommandLabel = "COMMAND",
        header = "Runs tasks of Mirai for Java on this machine.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  java -jar mirai-daemon-all.jar daemon --help",
            "  java -jar mirai-daemon-all.jar --version",
            "  Completion, for a shell in which mirai stands for the first three words:",
            "    mirai() { java -jar /path/to/mirai-daemon-all.jar \"$@\"; }",
            "    source <(mirai generate-completion)"
        },
        subcommands = HelpCommand.class)
public final class Main {

    private static final int HELP_COLUMNS = 100;

    private Main() {}

    /** Runs a command. A daemon goes on in threads of its own where this returns. */
    public static void main(String[] args) {
        SystemSession.prepare();
        int status = commandLine().execute(args);
        if (status != 0) {
            System.exit(status);
        }
    }

    private static CommandLine commandLine() {
        CommandLine daemon = new CommandLine(new DaemonCommand());
        daemon.getCommandSpec()
                .usageMessage()
                .exitCodeListHeading("%nExit statuses:%n")
                .exitCodeList(exitCodes());
        return new CommandLine(new Main())
                .addSubcommand(daemon)
                .addSubcommand(new GenerateCompletion())
                .setExpandAtFiles(false)
                .setUsageHelpWidth(HELP_COLUMNS)
                .setParameterExceptionHandler(new OneLineErrors());
    }

    private static Map<String, String> exitCodes() {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("0", Texts.helped());
        for (ExitCode code : ExitCode.values()) {
            texts.put(Integer.toString(code.status()), Texts.exitCode(code));
        }
        texts.put("128+n", Texts.signalled());
        return texts;
    }
}
