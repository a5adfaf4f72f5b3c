package io.mirai.daemon.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirai.spi.DaemonLimits;
import io.mirai.spi.Departure;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetirementTest {

    private final List<Object> told = new ArrayList<>();
    private final Retirement retirement =
            new Retirement(DaemonLimits.NONE, new TaskQueue(1, false), this::tell, () -> told.add("no more comes"));

    /** A worker answers the last task meanwhile. */
    private void tell(Departure departure) {
        retirement.ended();
        told.add(departure);
    }

    /** A host takes the end of the stream without a departure before it for a violation, and ends the link. */
    @Test
    void announce_whileTheLastTaskEnds_tellsTheHostOfTheDepartureFirst() {
        retirement.announce(Departure.SIGNAL);
        assertThat(told).containsExactly(Departure.SIGNAL, "no more comes");
    }
}
