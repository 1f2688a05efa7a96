package dev.baton.orchestrator.node;

import dev.baton.events.Event;
import dev.baton.events.SequenceResult;
import dev.baton.events.SequenceStatus;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.NodeFlag;
import dev.baton.orchestrator.cluster.Runstate;
import dev.baton.orchestrator.exchange.Effect;
import dev.baton.orchestrator.exchange.Notification;
import dev.baton.orchestrator.health.HealthRule;
import dev.baton.orchestrator.health.MonitorSchedule;

/** Runs the monitor event of a running node, and sets or clears UNHEALTHY by how it ends. */
final class NodeHealth {

    private final EventDesk desk;
    private final Flags flags;
    private final LiveRules rules;
    private final MonitorSchedule schedule;
    private final HealthRule rule;
    private boolean everMonitored;

    NodeHealth(EventDesk desk, Flags flags, LiveRules rules) {
        this.rules = rules;
        this.desk = desk;
        this.flags = flags;
        this.schedule = new MonitorSchedule(rules.now().monitorInterval());
        this.rule = new HealthRule(rules.now().monitorTimeoutCount());
    }

    /** The node is running from now on. */
    void start(Moment now) {
        schedule.start(now);
    }

    /**
     * Starts the monitor event when it is due. Source: CTDB events contract, section 8 (number 3).
     *
     * @param recovering whether a recovery is under way
     */
    void wake(Work work, Runstate runstate, boolean recovering) {
        if (runstate != Runstate.RUNNING) {
            schedule.stop();
            return;
        }
        if (work.now().isBefore(schedule.due())) {
            return;
        }
        if (recovering && !everMonitored) {
            schedule.again(work.now());
        } else if (flags.inactive() || recovering) {
            schedule.skipped(work.now());
        } else {
            schedule.submitted(work.now());
            desk.submit(work, new Event.Monitor(), new Purpose.Monitor());
        }
    }

    /** Something has changed that a monitor event may judge. */
    void asked(Moment now) {
        schedule.asked(now);
    }

    /** A monitor event has ended. */
    void ended(Work work, SequenceResult result) {
        schedule.atMost(rules.now().monitorInterval());
        rule.failAt(rules.now().monitorTimeoutCount());
        boolean changed =
                switch (rule.judge(result.status())) {
                    case UNCHANGED -> false;
                    case HEALTHY -> flags.clear(work, NodeFlag.UNHEALTHY, "monitor_ok");
                    case UNHEALTHY -> flags.set(work, NodeFlag.UNHEALTHY, result.why());
                };
        if (changed) {
            work.effect(new Effect.Notify(word()));
        }
        boolean yielded = result.status() == SequenceStatus.CANCELLED;
        if (yielded && !everMonitored) {
            schedule.again(work.now());
            return;
        }
        everMonitored = true;
        if (yielded) {
            schedule.yielded(work.now());
        } else if (changed) {
            schedule.healthChanged(work.now());
        } else {
            schedule.ended(work.now());
        }
    }

    private Notification word() {
        return flags.has(NodeFlag.UNHEALTHY) ? Notification.UNHEALTHY : Notification.HEALTHY;
    }

    Moment nextDeadline() {
        return schedule.due();
    }
}
