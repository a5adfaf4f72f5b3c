package io.mirai.spi;

/** Why a daemon leaves by itself. */
public enum Departure {
    /** It was told to by a signal. */
    SIGNAL,
    /** It ran out of memory and must be replaced. */
    OUT_OF_MEMORY,
    /** A task was interrupted while a class was initialised, which would fail later tasks that need the class. */
    CLASS_SPOILED
}
