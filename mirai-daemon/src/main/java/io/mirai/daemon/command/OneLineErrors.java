package io.mirai.daemon.command;

import io.mirai.daemon.end.ExitCode;
import java.util.Set;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Says in one line what is wrong with the arguments. What is no argument of the command it does not repeat: that may be a
 * secret, which somebody has written where it must not be.
 */
final class OneLineErrors implements IParameterExceptionHandler {

    OneLineErrors() {}

    @Override
    public int handleParseException(ParameterException error, String[] args) {
        String command = error.getCommandLine().getCommandSpec().qualifiedName();
        error.getCommandLine().getErr().println(Texts.wrong(command, why(error)));
        return ExitCode.BAD_CONFIG.status();
    }

    private static String why(ParameterException error) {
        if (error instanceof UnmatchedArgumentException unmatched) {
            String first = unmatched.getUnmatched().get(0);
            if (first.startsWith("--")) {
                return Texts.unknownOption(first.replaceFirst("=.*", ""));
            }
            Set<String> commands = error.getCommandLine().getSubcommands().keySet();
            return commands.isEmpty() ? Texts.unexpected() : Texts.unknownCommand(commands);
        }
        return String.valueOf(error.getMessage());
    }
}
