/**
 * The daemons of a profile as code for executors and for R's clusters sees them. The tasks that come by such a view end with it;
 * the daemons and all other tasks go on.
 *
 * <pre>
 *   MiraiCluster ──executor's calls──► ClusterTasks ──ClusterFuture──► task.Submitter
 *        └─────────R's verbs─────────► Nodes ──────────────────────────────► ▲
 * </pre>
 *
 * <p>The doors are {@link io.mirai.cluster.ClusterTasks} and {@link io.mirai.cluster.Nodes}.
 */
@NullMarked
package io.mirai.cluster;

import org.jspecify.annotations.NullMarked;
