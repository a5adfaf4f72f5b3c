/**
 * What this host says to Slurm, and the files by which it and its jobs meet. The doors are {@link io.mirai.launch.slurm.SlurmClient}
 * with {@link io.mirai.launch.slurm.JobState}, {@link io.mirai.launch.slurm.BatchScript} and {@link
 * io.mirai.launch.slurm.SharedDirectory}.
 *
 * <pre>
 *   BatchScript ──► SlurmClient ── sbatch, squeue, scancel ──► Slurm ──► the script, on a node
 *   secrets     ──► SharedDirectory ◄───────────── reads and deletes its secret ──┘
 * </pre>
 */
@NullMarked
package io.mirai.launch.slurm;

import org.jspecify.annotations.NullMarked;
