package io.mirai.codec;

import io.mirai.codec.form.Waiting;
import io.mirai.codec.rules.Refusal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Tells which of the objects that are being read are complete, and in the same way which those being written will be. An object is
 * complete when all that it refers to, at any depth, has been read; one that is part of a cycle is so only when the first object of that cycle is. For each object that is not, the
 * number of the outermost open one is kept that it waits for.
 *
 * <pre>
 *   A ─► B ─► C ─► A        read in this order: C and B wait for A, and all three are complete with A
 *   A ─► D                  D is complete when it has been read
 * </pre>
 *
 * <p>Hash tables and orders whose keys wait are filled then, the inner ones first, before anything else sees A.
 */
final class Progress {

    private static final int OPEN = -1;
    private static final int NOTHING = Integer.MAX_VALUE;
    private static final int MAX_KEPT = 1024;

    private int[] waitsFor = new int[64];
    private int lowest = NOTHING;
    private int last = NOTHING;
    private int current = OPEN;
    private int firstWaiting;

    private final List<Waiting> waiting = new ArrayList<>(0);

    /** Pairs: an open object that another may replace, and who has referred to it. */
    private final List<int[]> early = new ArrayList<>(0);

    private final BitSet replaceable = new BitSet();
    private final BitSet replaced = new BitSet();

    /** What is around an object. */
    record Around(int lowest, int current, int firstWaiting) {}

    private static final Around NOTHING_YET = new Around(NOTHING, OPEN, 0);

    /** The object that gets this number, unless it turns out to be none, is about to be read. */
    Around begin(int id) {
        Around around = current == OPEN ? NOTHING_YET : new Around(lowest, current, firstWaiting);
        if (id >= waitsFor.length) {
            waitsFor = Arrays.copyOf(waitsFor, 2 * id);
        }
        waitsFor[id] = OPEN;
        lowest = NOTHING;
        current = id;
        firstWaiting = waiting.size();
        return around;
    }

    /**
     * It has been read.
     *
     * @param begun whether it has got the number
     * @param referred the number of the object that it turned out to be, if that had been begun before; else negative
     */
    void end(int id, Around around, boolean begun, int referred) {
        if (begun) {
            end(id, around);
        } else if (referred >= 0) {
            refer(referred, around);
        } else {
            back(NOTHING, around); // nothing that has a number
        }
    }

    private void end(int id, Around around) {
        settle();
        int own = lowest >= id ? NOTHING : lowest;
        waitsFor[id] = own;
        back(own, around);
    }

    /** Fills the tables that wait for the innermost open object alone: all of it but itself has been read. */
    void settle() {
        while (lowest >= current && waiting.size() > firstWaiting) {
            waiting.remove(firstWaiting).fill();
        }
    }

    private void refer(int id, Around around) {
        int waits = resolve(id);
        if (waitsFor[id] == OPEN && replaceable.get(id)) {
            early.add(new int[] {id, around.current});
        }
        back(waits, around);
    }

    private void back(int own, Around around) {
        last = own;
        lowest = Math.min(around.lowest, own);
        current = around.current;
        firstWaiting = around.firstWaiting;
    }

    private int resolve(int id) {
        int waits = waitsFor[id];
        if (waits == OPEN) {
            return id;
        }
        if (waits != NOTHING && waitsFor[waits] != OPEN) {
            waits = resolve(waits);
            waitsFor[id] = waits;
        }
        return waits;
    }

    /** Whether the object that was read last is complete. */
    boolean isComplete() {
        return last == NOTHING;
    }

    void add(Waiting table) {
        waiting.add(table);
    }

    /** Fills this table now if it waits. Says whether it did. */
    boolean fillNow(Object table) {
        for (int i = 0; i < waiting.size(); i++) {
            if (waiting.get(i).table() == table) {
                waiting.remove(i).fill();
                return true;
            }
        }
        return false;
    }

    /** The object with this number, which is being read, may be replaced by another. */
    void mayReplace(int id) {
        replaceable.set(id);
    }

    /** Replaces an object by another: nothing may hold the first one but what goes with it. */
    void replace(int id, Class<?> type) {
        for (int[] pair : early) {
            if (pair[0] == id && pair[1] != id && !replaced.get(pair[1])) {
                throw new Refusal(type, Texts.referenceTooEarly());
            }
        }
        replaced.set(id);
    }

    /** What an attempt that fails goes back to. */
    record Here(Around around, int waiting) {}

    Here here() {
        return new Here(new Around(lowest, current, firstWaiting), waiting.size());
    }

    void back(Here here) {
        while (waiting.size() > here.waiting) {
            waiting.remove(waiting.size() - 1);
        }
        back(NOTHING, here.around);
    }

    void clear() {
        if (waitsFor.length > MAX_KEPT) {
            waitsFor = new int[64];
        }
        lowest = NOTHING;
        current = OPEN;
        firstWaiting = 0;
        waiting.clear();
        early.clear();
        replaceable.clear();
        replaced.clear();
    }
}
