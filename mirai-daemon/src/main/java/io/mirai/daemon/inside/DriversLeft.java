package io.mirai.daemon.inside;

import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.function.Consumer;

/** Takes the database drivers of a session that has ended from the JDK's list, which would keep all its classes. */
public final class DriversLeft implements Consumer<ClassLoader> {

    /** Made by its name. */
    public DriversLeft() {}

    @Override
    public void accept(ClassLoader session) {
        for (Driver driver : DriverManager.drivers().toList()) {
            if (driver.getClass().getClassLoader() == session) {
                try {
                    DriverManager.deregisterDriver(driver);
                } catch (SQLException | RuntimeException e) {
                    // The driver's own; it stays.
                }
            }
        }
    }
}
