package dev.baton.testcluster.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.testcluster.console.Chromium;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Operator experience, section 2: the page of a real agent, in a real browser, while nodes fail.
 */
@EnabledIfSystemProperty(named = "baton.long", matches = "true")
@NeedsNamespaces
class ConsoleNetnsIT {

    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final Pattern TOKEN = Pattern.compile("baton_[A-Za-z0-9_-]{43}");
    private static final String FAILS =
            """
            #!/bin/sh
            [ "$1" != monitor ] || { echo "smbd does not answer on port 445"; exit 1; }
            """;

    private AgentCluster cluster;
    private Optional<BrowserInNamespace> inside = Optional.empty();
    private Chromium browser;

    @BeforeEach
    void start() {
        cluster = AgentCluster.of(3);
        cluster.agents().forEach(agent -> agent.tune("MonitorInterval", 1));
        cluster.start();
        inside = Optional.of(BrowserInNamespace.on(cluster, cluster.agent(0)));
        browser = inside.get().browser();
    }

    @AfterEach
    void close() {
        inside.ifPresent(BrowserInNamespace::close);
        cluster.close();
    }

    @Test
    @DisplayName("a click disables a node; the page follows a failover, and says when it is old")
    void anOperatorAtNight() {
        browser.visit("http://127.0.0.1:4482/");
        browser.await("all is well", () -> browser.text("#word").equals("ALL SERVED"));

        disableByButton(cluster.agent(1));
        seeTheRun();
        seeTheScriptThatFails(cluster.agent(2));
        loseANode(cluster.agent(2));
        loseTheAgentThatAnswers();
    }

    private void disableByButton(AgentNode node) {
        String said = cluster.agent(0).command("token", "create", "alice", "--role", "operator");
        Matcher token = TOKEN.matcher(said);
        assertTrue(token.find(), said);
        browser.click("#who");
        browser.type("#token", token.group());
        browser.click("#sign-form .do");
        browser.await("alice", () -> browser.text("#who").equals("alice (operator)"));
        browser.click("[data-key='node " + node.name() + "']");
        browser.click(".do[data-call='api/v1/nodes/" + node.name() + "/disable']");
        browser.type("#ask-reason", "firmware");

        browser.click("#ask-go");

        cluster.await(
                "it is disabled for the others",
                LIMIT,
                () -> cluster.agent(2).sees(node, "disabled") && cluster.servedWithout(node));
        browser.await(
                "the page says why", () -> browser.text("#detail").contains("alice: firmware"));
        browser.await(
                "a lane for who had an address",
                () -> browser.count("#timeline .on0, #timeline .on1") > 0);
        browser.picture("real-disabled");
    }

    private void seeTheRun() {
        browser.click("[data-key='last']");
        browser.await("the moves", () -> browser.text("#run").contains("gives it away"));
        browser.await("what nodes did", () -> browser.count("#run svg rect") > 2);
        browser.picture("real-run");
        browser.press("1");
    }

    private void seeTheScriptThatFails(AgentNode node) {
        node.script("50.smbd", FAILS);
        browser.await(
                "the problem",
                () -> browser.text("#problems").contains(node.name() + " is UNHEALTHY: 50.smbd"));
        browser.click("[data-key='node " + node.name() + "']");
        browser.await(
                "its own words, from the node it failed on",
                () -> browser.text("#detail").contains("smbd does not answer on port 445"));
        browser.picture("real-unhealthy");
        browser.press("3");
        browser.await(
                "scripts of this node", () -> browser.text("#scripts").contains("10.interface"));
        browser.picture("real-scripts");
        browser.press("6");
        browser.await(
                "settings", () -> browser.text("#settings").contains("[cluster] http address"));
        browser.picture("real-settings");
        browser.press("1");
    }

    private void loseANode(AgentNode node) {
        cluster.powerOff(node);
        browser.await(
                "it is gone",
                () -> browser.text("#problems").contains(node.name() + " is DISCONNECTED"));
        cluster.await("one node serves all", LIMIT, () -> cluster.servedCount() == 4);
        browser.await(
                "the page says so",
                () -> browser.count("#matrix tbody tr:first-child .hosted") == 4);
        browser.picture("real-failover");
    }

    private void loseTheAgentThatAnswers() {
        cluster.agent(0).kill();
        browser.await(
                "its age", () -> browser.text("#age").matches("last heard \\d+ s ago from n0"));
        assertTrue(browser.title().startsWith("?"), browser.title());
        assertEquals(true, browser.value("document.body.classList.contains('stale')"));
        browser.picture("real-gone");
    }
}
