package io.mirai.codec.rules;

/** Hears what tasks carry; of each class once at least. */
public interface Carried {

    /** Nobody listens. */
    Carried UNHEARD = new Carried() {

        @Override
        public void object(Class<?> type) {}

        @Override
        public void named(Class<?> type) {}

        @Override
        public void lambda(Class<?> lambda, String capturingClass) {}
    };

    /** An object of this class. */
    void object(Class<?> type);

    /**
     * A class that the daemon must find by its name.
     *
     * @throws Refusal if it cannot: the class exists in memory only
     */
    void named(Class<?> type);

    /**
     * A lambda of this class, which was written in the class with this name.
     *
     * @throws Refusal if a daemon cannot find that one
     */
    void lambda(Class<?> lambda, String capturingClass);
}
