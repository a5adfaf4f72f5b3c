package io.mirai.codec.rules;

/** Hears what tasks carry; of each class once at least. */
public interface Carried {

    /** Nobody listens. */
    Carried UNHEARD = new Carried() {

        @Override
        public void object(Class<?> type) {}

        @Override
        public void lambda(String capturingClass) {}
    };

    /** An object of this class. */
    void object(Class<?> type);

    /** A lambda that was written in the class with this name. */
    void lambda(String capturingClass);
}
