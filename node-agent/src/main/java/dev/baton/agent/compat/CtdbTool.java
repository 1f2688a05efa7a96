package dev.baton.agent.compat;

import dev.baton.agent.compat.ToolCommand.Target;
import dev.baton.agent.control.Commands.Answer;
import dev.baton.agent.control.Commands.Invocation;
import dev.baton.agent.control.Program;
import dev.baton.config.DatabaseDaemon;
import dev.baton.config.NodesFile;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.exchange.OperatorReply;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * CTDB's command as the agent hosts it: reads from the published view, and asks the core for
 * changes. Thread: any; may block for the longest run time of the call.
 *
 * <p>Source: CTDB command contract.
 */
public final class CtdbTool implements Program {

    private static final Logger LOG = Logger.getLogger(CtdbTool.class.getName());

    private final ToolContext context;

    /** The tool over this node. */
    public CtdbTool(ToolContext context) {
        this.context = context;
    }

    @Override
    public Answer run(Invocation invocation) {
        return run(invocation.arguments(), invocation.environment(), invocation.stdin());
    }

    /** Answers a call another node's agent has forwarded to this one. */
    public OperatorReply.Printed answer(List<String> words) {
        Answer answer = run(words, Map.of(), "");
        return new OperatorReply.Printed(answer.exitCode(), answer.stdout(), answer.stderr());
    }

    @Override
    public void warmUp() {
        List<List<String>> lines =
                List.of(
                        List.of("pnn"),
                        List.of("-X", "ip"),
                        List.of("ip", "-v", "-X"),
                        List.of("-X", "ifaces"),
                        List.of("-X", "nodestatus", "all"),
                        List.of("-X", "status"));
        lines.forEach(line -> run(line, Map.of(), ""));
    }

    private Answer run(List<String> words, Map<String, String> environment, String stdin) {
        context.process().calls().incrementAndGet();
        try {
            ToolLine line = ToolOptions.read(words, environment);
            return line.help()
                    ? ToolCall.print(ToolCommands.usage())
                    : line.command()
                            .map(name -> run(command(name), line, stdin))
                            .orElseGet(() -> new Answer(1, ToolCommands.usage(), ""));
        } catch (ToolFailure failure) {
            return failure.answer();
        } catch (RuntimeException bug) {
            LOG.log(Level.SEVERE, "ctdb " + words + " failed", bug);
            String sentence = "ctdb: a bug of ours, " + bug + "; please report it with the log";
            return ToolFailure.of(sentence).answer();
        } finally {
            context.process().calls().decrementAndGet();
        }
    }

    private static ToolCommand command(String name) {
        return ToolCommands.find(name)
                .orElseThrow(() -> ToolFailure.of("Unknown command '" + name + "'"));
    }

    private Answer run(ToolCommand command, ToolLine line, String stdin) {
        Optional<DatabaseDaemon> keeper = context.settings().databases();
        if (keeper.isPresent() && ToolCommands.isAboutDatabases(command.name())) {
            return HandOver.to(keeper.get());
        }
        Pnn node = target(command, line);
        checkJson(command, line);
        int count = line.arguments().size();
        if (count < command.least() || count > command.most()) {
            return new Answer(1, ToolCommands.usage(command), "");
        }
        if (command.target() == Target.THERE && !node.equals(context.settings().pnn())) {
            return OtherAgents.ask(context, node, line.forwarded(), line.timeLimit());
        }
        Patience patience = new Patience(context.nanoTime(), line.maxRuntime());
        try {
            return command.action().apply(new ToolCall(context, line, node, patience, stdin));
        } catch (WrongArguments wrong) {
            return new Answer(1, ToolCommands.usage(command), "");
        }
    }

    private Pnn target(ToolCommand command, ToolLine line) {
        if (line.node().isEmpty()) {
            return context.settings().pnn();
        }
        NodesFile nodes = context.nodes();
        NodeStates states = new NodeStates(context.views().get());
        Pnn node = NodeLines.target(line.node().getAsInt(), nodes, states);
        if (command.target() == Target.LOCAL) {
            throw ToolFailure.of("Node cannot be specified for command " + command.name());
        }
        return node;
    }

    private static void checkJson(ToolCommand command, ToolLine line) {
        if (line.json() && line.machine().isPresent()) {
            throw ToolFailure.of("ctdb: -j stands without -X and -Y; choose one form");
        }
        if (line.json() && !List.of("status", "version").contains(command.name())) {
            throw ToolFailure.of("ctdb: " + command.name() + " has no JSON form; leave -j out");
        }
    }
}
