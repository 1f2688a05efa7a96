package dev.baton.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.agent.control.Commands.Invocation;

import org.junit.jupiter.api.Test;

import picocli.CommandLine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Operator experience, section 1.5: every command explains itself within 80 columns. */
class HelpTest {

    @Test
    void everyCommandHasDescriptionExampleAndExitCodes() {
        for (CommandLine command : all(CommandTree.build())) {
            String help = Cli.help(command);
            String name = command.getCommandSpec().qualifiedName();
            var usage = command.getCommandSpec().usageMessage();

            assertTrue(usage.description().length > 0, name);
            assertTrue(help.contains("Example:\n  ") && help.contains("baton"), name);
            if (command.getSubcommands().isEmpty()) {
                assertTrue(help.contains("Exit codes:\n  0 "), help);
            }
        }
    }

    @Test
    void helpIsAtMost80ColumnsWide() {
        for (CommandLine command : all(CommandTree.build())) {
            Cli.help(command).lines().forEach(line -> assertTrue(line.length() <= 80, line));
        }
    }

    @Test
    void everyExampleIsALineTheTreeReads() {
        CommandLine tree = CommandTree.build();
        for (CommandLine command : all(tree)) {
            String example = command.getCommandSpec().usageMessage().footer()[0];
            String line = example.replaceFirst(".*?baton (--base \\S+ )?", "");
            tree.parseArgs(line.split(" ", -1));
        }
    }

    @Test
    void helpIsGivenWithAndWithoutAnAgent() {
        String page = new ExampleCluster().run("node disable --help").stdout();

        assertTrue(page.startsWith("Usage: baton node disable"), page);
        assertEquals(page, OfflineCommands.help(List.of("node", "disable")).stdout());
        assertEquals(4, OfflineCommands.help(List.of("node", "frob")).exitCode());
    }

    /** Source: CTDB ipalloc contract, section 7, its example. */
    @Test
    void ipallocAllocatesATable() {
        String table = "10.50.1.11 0\n10.50.1.12 0\n10.50.1.13 1\n10.60.2.21 0\n10.60.2.22 1\n";
        Map<String, String> environment =
                Map.of("CTDB_IP_ALGORITHM", "lcp2", "CTDB_TEST_LOGLEVEL", "ERR");

        var answer =
                OfflineCommands.run(
                                new Invocation(
                                        "/", List.of("ipalloc", "0,2,0"), environment, table))
                        .orElseThrow();

        assertEquals(
                "10.60.2.22 2\n10.60.2.21 0\n10.50.1.13 2\n10.50.1.12 0\n10.50.1.11 0\n",
                answer.stdout());
        assertEquals(0, answer.exitCode());
    }

    private static List<CommandLine> all(CommandLine command) {
        List<CommandLine> found = new ArrayList<>(List.of(command));
        command.getSubcommands().values().forEach(sub -> found.addAll(all(sub)));
        return found;
    }
}
