package dev.baton.testcluster.scenario;

import java.time.Duration;
import java.util.List;

/**
 * What a cluster is, what happens to it and what must hold at the end.
 *
 * @param about for its reader, line by line
 * @param steps in order; none after the setting's length
 */
public record Scenario(
        List<String> about, Setting setting, List<Step> steps, List<Expectation> expectations) {

    /** The cluster-wide sections of every scenario. */
    public static final List<String> SECTIONS = List.of("rotate", "backup");

    /** The storage objects of every scenario. */
    public static final List<String> OBJECTS = List.of("web1", "web2");

    /** The most steps, and the most expectations. */
    static final int MOST = 10_000;

    public Scenario {
        about = List.copyOf(about);
        steps = List.copyOf(steps);
        expectations = List.copyOf(expectations);
        Duration last = Duration.ZERO;
        for (Step step : steps) {
            checkTime(last, step.at(), setting);
            Language.ACTIONS.check(step.action(), setting.size());
            last = step.at();
        }
        for (Expectation each : expectations) {
            Language.CONDITIONS.check(each.condition(), setting.size());
        }
        if (steps.size() > MOST || expectations.size() > MOST) {
            throw new IllegalArgumentException(
                    "expected at most %d steps and as many expectations, got %d and %d"
                            .formatted(MOST, steps.size(), expectations.size()));
        }
    }

    static void checkTime(Duration last, Duration at, Setting setting) {
        Duration length = setting.length();
        if (at.compareTo(last) < 0) {
            throw new IllegalArgumentException(
                    "expected %s or later, because that step is before it, got %s"
                            .formatted(Seconds.print(last), Seconds.print(at)));
        }
        if (at.compareTo(length) > 0) {
            throw new IllegalArgumentException(
                    "expected at most %s, as \"length:\" says, got %s"
                            .formatted(Seconds.print(length), Seconds.print(at)));
        }
    }

    /** Plays it; whatever the stage throws says what is wrong. */
    public void playOn(Stage stage) {
        stage.begin();
        for (Step step : steps) {
            stage.waitUntil(step.at());
            stage.act(step.action());
        }
        stage.waitUntil(setting.length());
        expectations.forEach(stage::expect);
    }

    public Scenario withAbout(List<String> lines) {
        return new Scenario(lines, setting, steps, expectations);
    }

    public Scenario withSetting(Setting other) {
        return new Scenario(about, other, steps, expectations);
    }

    public Scenario withSteps(List<Step> others) {
        return new Scenario(about, setting, others, expectations);
    }

    public Scenario withExpectations(List<Expectation> others) {
        return new Scenario(about, setting, steps, others);
    }
}
