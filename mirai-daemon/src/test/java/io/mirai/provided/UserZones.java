package io.mirai.provided;

import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.time.zone.ZoneRulesProvider;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** Provides a time zone of the user's. */
public final class UserZones extends ZoneRulesProvider {

    private static final String NAME = "Mirai/Test";

    private static final ZoneRules RULES = ZoneRules.of(ZoneOffset.ofHours(13));

    /** Its name. */
    public static String name() {
        return NAME;
    }

    @Override
    protected Set<String> provideZoneIds() {
        return Set.of(NAME);
    }

    @Override
    protected ZoneRules provideRules(String zone, boolean forCaching) {
        return RULES;
    }

    @Override
    protected NavigableMap<String, ZoneRules> provideVersions(String zone) {
        return new TreeMap<>(Map.of("1", RULES));
    }
}
