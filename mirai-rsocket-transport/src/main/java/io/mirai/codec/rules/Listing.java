package io.mirai.codec.rules;

/** Which of the user's classes results may contain. */
interface Listing {

    /** Whatever the user's class path has. */
    Listing EVERYTHING = new Listing() {

        @Override
        public boolean names(String name) {
            return true;
        }

        @Override
        public boolean mayContain(String name, ClassLoader view) {
            return true;
        }

        @Override
        public boolean contains(Class<?> type) {
            return true;
        }

        @Override
        public boolean allows(String name) {
            return true;
        }
    };

    /** Whether it has this very name of a class, which is no array. */
    boolean names(String name);

    /**
     * Whether the class with this name, which is no array, may be loaded, but not initialised, to be shown to {@link
     * #contains}.
     *
     * @param view finds class files as the result will find its classes
     */
    boolean mayContain(String name, ClassLoader view);

    /** Whether results may contain objects of this class, which is no array. */
    boolean contains(Class<?> type);

    /** Whether the user has allowed the class with this name, which is no array: then its own code may run. */
    boolean allows(String name);
}
