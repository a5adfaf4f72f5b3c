package io.mirai.launch.slurm;

import java.util.List;

/** Every message of this package that a user may read: what failed, on what, and what to do. */
final class Texts {

    private Texts() {}

    static String notStarted(String program, String why) {
        return program + " cannot be started: " + why
                + "; this host has to run where the commands of Slurm are, such as a login node";
    }

    static String failed(String program, int status, List<String> said) {
        return program + " ended with exit status " + status + lines(said);
    }

    static String tooSlow(String program, long seconds, List<String> said) {
        return program + " was not done after " + seconds + " s" + lines(said);
    }

    static String noJob(List<String> said) {
        return "sbatch did not say the number of the job" + lines(said);
    }

    private static String lines(List<String> said) {
        return said.isEmpty() ? "; it said nothing" : "; it said:\n  " + String.join("\n  ", said);
    }

    static String noSharedDirectory() {
        return "there is no directory for the secrets of jobs: the mirai directory in $XDG_CACHE_HOME, or in .cache of the home"
                + " directory, cannot be made, or others may enter it";
    }
}
