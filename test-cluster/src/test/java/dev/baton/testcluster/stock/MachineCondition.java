package dev.baton.testcluster.stock;

import dev.baton.testcluster.netns.NetnsCluster;
import dev.baton.testcluster.netns.PrivateFiles;
import dev.baton.testcluster.netns.ShellCommand;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Says what a machine lacks for {@link NeedsStock}: rights, kernel features or programs. */
final class MachineCondition implements ExecutionCondition {
    private static final String MACHINE =
            System.getProperty("os.arch").equals("amd64")
                    ? "x86_64"
                    : System.getProperty("os.arch");
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return AnnotationSupport.findAnnotation(context.getTestClass(), NeedsStock.class)
                .map(needs -> missing(List.of(needs.value())))
                .filter(missing -> !missing.isEmpty())
                .map(
                        missing ->
                                ConditionEvaluationResult.disabled(
                                        "MISSING HERE: " + String.join("; ", missing)))
                .orElseGet(() -> ConditionEvaluationResult.enabled("all there"));
    }

    private static List<String> missing(List<String> programs) {
        if (!NetnsCluster.possible()) {
            return List.of("network namespaces, which the kernel or the user's rights forbid");
        }
        List<String> found = new ArrayList<>();
        if (!PrivateFiles.possible()) {
            found.add("overlay and tmpfs mounts in a mount namespace");
        }
        programs.stream()
                .map(program -> program.replace("MACHINE", MACHINE))
                .filter(program -> !Files.exists(Path.of(program)))
                .map(program -> program + ", which test-cluster/verify brings")
                .forEach(found::add);
        need(found, "iptables, filter table (kernel)", "iptables -w -I INPUT -d 192.0.2.1 -j DROP");
        need(
                found,
                "iptables, MASQUERADE (kernel)",
                "iptables -w -t nat -A POSTROUTING -s 192.0.2.0/24 -j MASQUERADE");
        need(found, "ip rule (kernel)", "ip rule add from 192.0.2.1 pref 100 table 1000");
        return found;
    }

    private static void need(List<String> missing, String what, String command) {
        List<String> words = new ArrayList<>(List.of("unshare", "--net"));
        words.addAll(List.of(command.split(" ")));
        ShellCommand.Outcome outcome = ShellCommand.attempt(LIMIT, words);
        if (outcome.status() != 0) {
            missing.add(what + ": " + outcome.output().strip());
        }
    }

    /** Whether the kernel balances connections itself. */
    static boolean hasIpVirtualServer() {
        List<String> list = List.of("unshare", "--net", "ipvsadm", "-L");
        return ShellCommand.attempt(LIMIT, list).status() == 0;
    }
}
