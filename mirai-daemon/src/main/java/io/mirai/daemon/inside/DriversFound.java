package io.mirai.daemon.inside;

import java.sql.Driver;
import java.util.Iterator;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Consumer;

/** Loads the database drivers of a session, which register themselves: the JDK looks for them only once. */
public final class DriversFound implements Consumer<ClassLoader> {

    /** Made by its name. */
    public DriversFound() {}

    @Override
    public void accept(ClassLoader session) {
        Iterator<Driver> drivers = ServiceLoader.load(Driver.class, session).iterator();
        while (hasNext(drivers)) {
            try {
                drivers.next();
            } catch (ServiceConfigurationError | LinkageError e) {
                // As the JDK does: a task that wants that one hears that there is none for its URL.
            }
        }
    }

    private static boolean hasNext(Iterator<Driver> drivers) {
        try {
            return drivers.hasNext();
        } catch (ServiceConfigurationError e) { // of the file, of which no more is read
            return false;
        }
    }
}
