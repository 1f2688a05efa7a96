package dev.baton.testcluster.agent;

import dev.baton.config.VoteMode;
import dev.baton.testcluster.scenario.Action;
import dev.baton.testcluster.scenario.Scenario;
import dev.baton.testcluster.scenario.ScenarioText;
import dev.baton.testcluster.scenario.Setting;
import dev.baton.testcluster.scenario.Step;

import java.util.Optional;

/** Which scenarios real agents in namespaces can play. */
final class Playable {

    /** What a cluster for scenarios has. */
    static final int NODES = 3;

    private static final Setting.Size SIZE = new Setting.Size(NODES, 4, 1);

    private static final int MASK = 24;

    private Playable() {}

    /** Why it cannot be played, in one sentence; empty when it can. */
    static Optional<String> refusal(Scenario scenario) {
        Setting setting = scenario.setting();
        Setting.Surroundings calm =
                new Setting.Surroundings(
                        Setting.Machines.CALM,
                        Setting.Messages.CALM,
                        Setting.Scripts.QUICK,
                        Setting.Walls.AGREE,
                        setting.around().limits());
        if (!setting.size().equals(SIZE)) {
            return Optional.of(
                    "there are three real nodes with four addresses: expected \"nodes: 3\","
                            + " \"addresses: 4\" and no \"links:\"");
        }
        if (!setting.voting().equals(byMajority(setting))) {
            return Optional.of("real nodes vote by majority, all of them, without a lock");
        }
        if (!setting.around().equals(calm)) {
            return Optional.of("on real nodes nothing happens by chance");
        }
        if (setting.begin() != Setting.Begin.SERVED) {
            return Optional.of("on real nodes a scenario begins when all is served");
        }
        return scenario.steps().stream()
                .map(Step::action)
                .filter(action -> !isPlayable(action))
                .findFirst()
                .map(Playable::sentence);
    }

    private static Setting.Voting byMajority(Setting setting) {
        return new Setting.Voting(
                VoteMode.MAJORITY, Setting.Lock.NO, setting.size().nodes(), Setting.Voters.FOUNDED);
    }

    private static boolean isPlayable(Action action) {
        return switch (action) {
            case Action.KillBetween _, Action.PauseBetween _, Action.StartAs _ -> false;
            case Action.OnAgent _ -> true;
            case Action.PowerOff _, Action.Boot _, Action.PullLinks _, Action.PlugLinks _ -> true;
            case Action.OnMachine _ -> false;
            case Action.Slow _, Action.Hint _ -> false;
            case Action.OnNetwork _, Action.OnScripts _ -> true;
            case Action.ListAddresses(_, _, int mask, var links) ->
                    mask == MASK && links == Action.Links.ALL_LINKS;
            case Action.CallObject _ -> false;
            case Action.OnOperator _ -> true;
            case Action.OnLock _ -> false;
            case Action.OnJudge _ -> true;
        };
    }

    /** For a step that came through all the same. */
    static IllegalArgumentException unplayable(Action action) {
        return new IllegalArgumentException(sentence(action));
    }

    private static String sentence(Action action) {
        return "only the simulator can do \""
                + ScenarioText.print(action)
                + "\"; such files live in test-cluster/scenarios/simulator";
    }
}
