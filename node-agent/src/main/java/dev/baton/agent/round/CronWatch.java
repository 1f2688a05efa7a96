package dev.baton.agent.round;

import dev.baton.agent.callout.RoundTools;
import dev.baton.config.Schedule;
import dev.baton.orchestrator.snapshot.DueRounds;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Which rounds the calendars of all schedules ask for now. Thread: the loop's, but for next. */
final class CronWatch {

    /**
     * A moment of a calendar that has come.
     *
     * @param isRun whether a round is to be run for it
     */
    record Due(Schedule schedule, Instant at, boolean isRun) {}

    private final SortedMap<String, Schedule> schedules;
    private final InstantSource wall;
    private final Map<String, CronCalendar> calendars = new TreeMap<>();
    private final Map<String, Instant> seen = new TreeMap<>();
    private Instant begun = Instant.EPOCH;

    CronWatch(SortedMap<String, Schedule> schedules, InstantSource wall) {
        this.schedules = schedules;
        this.wall = wall;
        schedules.forEach(
                (id, schedule) ->
                        schedule.when()
                                .ifPresent(
                                        when ->
                                                calendars.put(
                                                        id,
                                                        CronCalendar.of(
                                                                when.calendar(), when.zone()))));
    }

    /** What was never due before is due from now on. */
    void begin(RoundTools tools) {
        begun = wall.instant();
        calendars
                .keySet()
                .forEach(
                        id ->
                                seen.put(
                                        id,
                                        tools.lastFired(id)
                                                .map(Instant::ofEpochMilli)
                                                .orElse(begun)));
    }

    Optional<Instant> next(Schedule schedule) {
        return Optional.ofNullable(calendars.get(schedule.id()))
                .flatMap(calendar -> calendar.after(wall.instant()));
    }

    /** Each is said once. */
    List<Due> due(RoundTools tools) {
        List<Due> all = new ArrayList<>();
        Instant now = wall.instant();
        for (Map.Entry<String, CronCalendar> each : calendars.entrySet()) {
            Schedule schedule = schedules.get(each.getKey());
            if (schedule == null || schedule.when().isEmpty()) {
                continue;
            }
            Instant last = last(each.getKey(), tools);
            boolean runsMissed = schedule.when().get().runsMissed();
            DueRounds.of(now, last, each.getValue()::after, runsMissed)
                    .ifPresent(
                            due -> {
                                seen.put(each.getKey(), due.at());
                                all.add(new Due(schedule, due.at(), due.isRun()));
                            });
        }
        return all;
    }

    /** What other nodes have told counts as well. */
    private Instant last(String id, RoundTools tools) {
        Instant told = tools.lastFired(id).map(Instant::ofEpochMilli).orElse(Instant.EPOCH);
        Instant own = seen.getOrDefault(id, begun);
        return told.isAfter(own) ? told : own;
    }
}
