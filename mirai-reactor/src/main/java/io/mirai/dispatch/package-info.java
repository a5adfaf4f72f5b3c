/**
 * The dispatcher: the queue of one profile, the slots of its daemons, and the events that move tasks between them. It knows
 * nothing of sockets, processes or user classes.
 *
 * <pre>
 *   callers, fleet ──► DaemonDispatcher ──events──► EventLoop, with its Timer: one event at a time
 *
 *   Admission ──► Intake ──► Matcher: TaskQueue, Placement ──► Slot: SlotLink, Seats ──► daemon
 *                   ▲           ▲       ▲                                                 │
 *                   │           │       └── a seat is free ◄── Replies ◄──── reply ───────┤
 *                   │           └── a daemon has joined ◄─┐                               │
 *                   └── returns ◄── LinkLoss ◄───────── Links ◄── dialled in, leaves, lost┘
 *                                                         └──► Roster: launches, replaces, gives up
 *
 *   SendAhead   where a task waits at a daemon, by Window
 *   Setups      what each daemon runs first          Timekeeper      time limits
 *   Stops       ends the work of resolved tasks      Closing, Ends   fail what is left
 *
 *   SyncDispatcher: none of these; each task runs on the thread that submits it
 * </pre>
 *
 * <p>The doors are {@link io.mirai.dispatch.Dispatcher} and its two forms, {@link io.mirai.dispatch.Admission} for callers that may
 * have to wait, and {@link io.mirai.dispatch.Ticket}, {@link io.mirai.dispatch.Reservation} and {@link
 * io.mirai.dispatch.SetupTask}, which are what they bring.
 */
@NullMarked
package io.mirai.dispatch;

import org.jspecify.annotations.NullMarked;
