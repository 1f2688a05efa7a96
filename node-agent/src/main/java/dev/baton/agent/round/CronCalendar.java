package dev.baton.agent.round;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;

/**
 * Times of five fields as in a crontab, in a time zone.
 *
 * <p>The library is asked for local times as if there were no zone, because it has known mistakes
 * around the days on which clocks are changed; a local time that is left out becomes the moment the
 * clocks are set forward, one that comes twice means the first. Safe for any thread.
 */
public final class CronCalendar {

    private final ExecutionTime times;
    private final ZoneId zone;

    private CronCalendar(ExecutionTime times, ZoneId zone) {
        this.times = times;
        this.zone = zone;
    }

    /** Throws {@link IllegalArgumentException} for what is no calendar. */
    static CronCalendar of(String text, ZoneId zone) {
        CronParser parser =
                new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));
        return new CronCalendar(ExecutionTime.forCron(parser.parse(text).validate()), zone);
    }

    /** Why a text is none; empty for one that is, and is due some day. */
    public static Optional<String> wrong(String text) {
        try {
            CronCalendar calendar = of(text, ZoneOffset.UTC);
            return calendar.after(Instant.EPOCH).isPresent()
                    ? Optional.empty()
                    : Optional.of("there is no such day");
        } catch (IllegalArgumentException wrong) {
            return Optional.of(String.valueOf(wrong.getMessage()));
        }
    }

    /** The first moment behind one. */
    Optional<Instant> after(Instant moment) {
        LocalDateTime local = LocalDateTime.ofInstant(moment, zone);
        Optional<Instant> next = Optional.empty();
        for (LocalDateTime from = local; next.isEmpty(); ) {
            Optional<LocalDateTime> found = nextLocal(from);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            from = found.get();
            next = Optional.of(instant(from)).filter(moment::isBefore);
        }
        return next;
    }

    private Optional<LocalDateTime> nextLocal(LocalDateTime from) {
        return times.nextExecution(from.atZone(ZoneOffset.UTC)).map(ZonedDateTime::toLocalDateTime);
    }

    /** Left out: the end of the gap. Twice: the earlier one. */
    private Instant instant(LocalDateTime local) {
        var transition = zone.getRules().getTransition(local);
        return transition != null && transition.isGap()
                ? transition.getInstant()
                : local.atZone(zone).toInstant();
    }
}
