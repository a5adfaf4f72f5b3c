package io.mirai;

import static io.mirai.InMemoryProfile.errorOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.mirai.memory.InMemoryDaemon;
import org.junit.jupiter.api.Test;

/** A slot is taken away from its daemon. */
class SaiseiTest {

    private final InMemoryProfile profile = InMemoryProfile.online(1);

    private int instance() {
        return profile.daemons.status().daemons().get(0).instance();
    }

    @Test
    void withoutForce_aSlotThatHasADaemonIsLeftAlone() {
        Mirai<Object> running = profile.submit();
        assertThat(profile.daemons.saisei(0, false)).isEmpty();
        assertThat(instance()).isOne();
        profile.answer(0, running, 1);
        assertThat(running.collect()).isEqualTo(1);
    }

    @Test
    void withForce_whatRunsEndsAsClosedAndTheNextDaemonGoesOn() {
        Mirai<Object> running = profile.submit(TaskOptions.none().name("fit").retry(3));
        Mirai<Object> queued = profile.submit();
        profile.receiveAll(0);
        InMemoryDaemon before = profile.daemon(0);
        assertThat(profile.daemons.saisei(0, true)).contains("memory:");
        assertThat(instance()).isEqualTo(-1);
        before.deliver();
        assertThat(errorOf(running))
                .isInstanceOf(MiraiClosed.class)
                .hasMessage(
                        "the slot of daemon 0 was taken away by saisei() while it had task " + running.id() + " 'fit'");
        assertThat(errorOf(running).code().value()).isEqualTo(7);
        assertThat(instance()).isEqualTo(-1);
        InMemoryDaemon next = profile.fleet.dialIn(0);
        assertThat(next.instance()).isEqualTo(2);
        assertThat(instance()).isEqualTo(2);
        assertThat(next.inFlight()).containsExactly(queued.id());
    }

    @Test
    void withForce_whatHasNotBegunGoesToTheNextDaemon() {
        Mirai<Object> sent = profile.submit();
        InMemoryDaemon before = profile.daemon(0);
        profile.daemons.saisei(0, true);
        before.deliver();
        assertThat(profile.fleet.dialIn(0).inFlight()).containsExactly(sent.id());
    }

    @Test
    void asOftenAsOneLikes_itNeverGivesUp() {
        for (int instance = 1; instance <= 10; instance++) {
            InMemoryDaemon before = profile.daemon(0);
            profile.daemons.saisei(0, true);
            profile.daemons.saisei(0, true);
            before.deliver();
            assertThat(profile.fleet.dialIn(0).instance()).isEqualTo(instance + 1);
        }
    }

    @Test
    void anEmptySlot_isAnotherInstanceWithoutForce() {
        profile.submit();
        profile.receiveAll(0);
        profile.daemon(0).die();
        assertThat(profile.daemons.saisei(0, false)).isPresent();
        assertThat(instance()).isEqualTo(-1);
        profile.fleet.dialIn(0);
        assertThat(instance()).isEqualTo(2);
    }

    @Test
    void misuse_isNamed() {
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> profile.daemons.saisei(1, true))
                .withMessage("profile 'test' has no daemon 1; its only one is 0");
        profile.daemons.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> profile.daemons.saisei(0, true))
                .withMessage("profile 'test' is closed");
    }
}
