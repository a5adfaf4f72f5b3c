package io.mirai.launch.shared;

import io.mirai.daemon.shared.DaemonArguments;
import java.util.Set;

/** Variables of the environment that are for this JVM, or for its own host, and for no daemon elsewhere. */
public final class OwnVariables {

    private static final Set<String> NAMES =
            Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", DaemonArguments.SECRET_VARIABLE);

    private OwnVariables() {}

    /** Takes them from a process that is to start daemons. */
    public static void removeFrom(ProcessBuilder process) {
        process.environment().keySet().removeAll(NAMES);
    }
}
