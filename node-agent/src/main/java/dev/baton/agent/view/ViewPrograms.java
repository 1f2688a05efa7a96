package dev.baton.agent.view;

import dev.baton.agent.callout.NoStorage;
import dev.baton.agent.cli.Cli;
import dev.baton.agent.cli.CliContext;
import dev.baton.agent.cli.ShownSettings;
import dev.baton.agent.compat.AgentProcess;
import dev.baton.agent.compat.ConfigTool;
import dev.baton.agent.compat.CtdbTool;
import dev.baton.agent.compat.ToolContext;
import dev.baton.agent.control.Commands;
import dev.baton.agent.control.Programs;
import dev.baton.agent.eventd.EventAccess;
import dev.baton.agent.eventd.EventTool;
import dev.baton.agent.lsm.LsmAccess;
import dev.baton.agent.opennebula.NoDrivers;
import dev.baton.agent.round.RoundAccess;
import dev.baton.config.ClusterSettings;
import dev.baton.config.Layout;
import dev.baton.config.Loaded;
import dev.baton.config.Pnn;
import dev.baton.events.process.ScriptFiles;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The command lines of an agent, over a view. */
public final class ViewPrograms {

    private ViewPrograms() {}

    /**
     * Everything the socket answers for.
     *
     * @param layout where this agent's own socket is
     * @param process of this agent
     * @param version the line of {@code baton version}
     * @param machineNanos by which CTDB's commands wait: their patience is the caller's, not the
     *     view's
     */
    public static Commands of(
            LoadedView loaded,
            ViewRoom room,
            Layout layout,
            AgentProcess process,
            String version,
            LongSupplier machineNanos) {
        Pnn self = loaded.view().self();
        loaded.view()
                .nodes()
                .keySet()
                .forEach(
                        pnn ->
                                room.answersBy(
                                        pnn,
                                        tool(loaded, room, layout, process, pnn, machineNanos)));
        ClusterSettings settings = loaded.settings(layout, self);
        EventAccess events =
                new EventAccess(new NoEvents(), new ScriptFiles(layout.events(), layout.events()));
        Cli cli =
                new Cli(
                        new CliContext(
                                settings,
                                settings.failover()::failback,
                                () -> room.view(self),
                                room.history(self),
                                room.shared(),
                                events,
                                room,
                                new NoStorage(),
                                RoundAccess.NONE,
                                new NoDrivers(),
                                LsmAccess.NONE,
                                ShownSettings.NONE,
                                room.wall(),
                                room::nanoTime,
                                version));
        return new Programs(
                cli,
                Map.of(
                        "ctdb",
                        tool(loaded, room, layout, process, self, machineNanos),
                        "ctdb-config",
                        new ConfigTool(
                                layout,
                                Map.of(),
                                _ -> new Loaded(Optional.of(settings), List.of())),
                        EventTool.NAME,
                        events.tool()));
    }

    private static CtdbTool tool(
            LoadedView loaded,
            ViewRoom room,
            Layout layout,
            AgentProcess process,
            Pnn node,
            LongSupplier machineNanos) {
        return new CtdbTool(
                new ToolContext(
                        loaded.settings(layout, node),
                        () -> room.view(node),
                        room.history(node),
                        room,
                        process,
                        (_, _) -> {},
                        room.wall(),
                        machineNanos));
    }
}
