package io.mirai.carried;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Classes that no list allows. Whatever is done with one of them shows in {@link Touched}: none of their code may run
 * because a daemon names them.
 */
final class Tripwires {

    private Tripwires() {}

    /** What was done, if anything was. */
    static final class Touched {

        static volatile @Nullable String by;

        private Touched() {}
    }

    private static void touch(Class<?> type, String how) {
        Touched.by = type.getName() + " " + how;
    }

    static class Plain implements Serializable, Comparable<Plain> {

        private static final long serialVersionUID = 1;

        static {
            Touched.by = "Plain was initialised";
        }

        @Nullable
        Object held;

        Plain() {
            touch(Plain.class, "was constructed");
        }

        private Object readResolve() {
            touch(Plain.class, "was resolved");
            return this;
        }

        @Override
        public int hashCode() {
            touch(Plain.class, "was hashed");
            return 0;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            touch(Plain.class, "was compared");
            return false;
        }

        @Override
        public int compareTo(Plain other) {
            touch(Plain.class, "was ordered");
            return 0;
        }
    }

    static final class Order implements Comparator<Object>, Serializable {

        private static final long serialVersionUID = 1;

        static {
            Touched.by = "Order was initialised";
        }

        @Override
        public int compare(Object one, Object other) {
            touch(Order.class, "ordered " + one + " and " + other);
            return 0;
        }
    }

    record Value(int a, @Nullable Object b) {

        static {
            Touched.by = "Value was initialised";
        }

        Value {
            touch(Value.class, "was constructed");
        }
    }

    enum Constant {
        ONE,
        TWO {};

        static {
            Touched.by = "Constant was initialised";
        }
    }

    static final class Failure extends RuntimeException {

        private static final long serialVersionUID = 1;

        static {
            Touched.by = "Failure was initialised";
        }

        @Override
        public String getMessage() {
            touch(Failure.class, "was asked");
            return "";
        }
    }

    static final class Elements extends ArrayList<Object> {

        private static final long serialVersionUID = 1;

        static {
            Touched.by = "Elements was initialised";
        }

        @Override
        public boolean add(@Nullable Object element) {
            touch(Elements.class, "was filled");
            return super.add(element);
        }
    }

    static final class Entries extends HashMap<Object, Object> {

        private static final long serialVersionUID = 1;

        static {
            Touched.by = "Entries was initialised";
        }
    }

    static final class Lambdas {

        interface Made extends Supplier<String>, Serializable {}

        static {
            Touched.by = "Lambdas was initialised";
        }

        private Lambdas() {}

        static Made made() {
            return () -> "made";
        }
    }
}
