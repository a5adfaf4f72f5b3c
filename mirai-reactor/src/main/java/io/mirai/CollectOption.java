package io.mirai;

/** How {@link MiraiMap#collect} waits. */
public enum CollectOption {
    /** Shows a progress bar on standard error, if that is a terminal. */
    PROGRESS,
    /** Cancels the rest at the first failure, and throws that; its message names the element's index. */
    STOP
}
