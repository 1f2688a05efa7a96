package dev.baton.testcluster.rules;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Architecture, sections 1, 3 and 8: what each room may know and do. */
class ArchitectureTest {
    private static final JavaClasses PRODUCT =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("dev.baton");
    private static final String ROOMS = "dev.baton.orchestrator..";
    private static final String CLUSTER = "dev.baton.orchestrator.cluster..";
    private static final String OPERATION = "dev.baton.orchestrator.operation..";
    private static final String EXCHANGE = "dev.baton.orchestrator.exchange..";
    private static final String ALLOCATION = "dev.baton.orchestrator.allocation..";
    private static final String STAGE = "dev.baton.orchestrator.stage..";

    private static final String KIT = "dev.baton.events.provider..";

    @Test
    void theKnownRoomsAreFoundSoThatNoRulePassesInAnEmptyTree() {
        List<String> known =
                List.of(
                        "dev.baton.config.Pnn",
                        "dev.baton.events.Event",
                        "dev.baton.events.sequence.Ticket",
                        "dev.baton.orchestrator.cluster.Moment",
                        "dev.baton.orchestrator.exchange.Effect",
                        "dev.baton.orchestrator.lease.Holder",
                        "dev.baton.agent.AgentMain");

        List<String> missing = known.stream().filter(name -> !PRODUCT.contain(name)).toList();

        assertTrue(missing.isEmpty(), "not imported: " + missing);
    }

    @Test
    void theRulesBite() {
        JavaClasses sample = new ClassFileImporter().importClasses(ImpureSample.class);
        DescribedPredicate<JavaClass> everywhere = DescribedPredicate.alwaysTrue();

        for (ArchRule rule :
                List.of(
                        Rules.doNoInputOrOutput(everywhere),
                        Rules.iterateInOrder(everywhere),
                        Rules.startNoProcess(everywhere))) {
            assertTrue(rule.evaluate(sample).hasViolation(), rule.getDescription());
        }
    }

    @Test
    void modulesDependToTheLeftOnly() {
        List<String> order =
                List.of("config", "events", "orchestrator", "monitoring", "agent", "testcluster");
        for (int left = 0; left < order.size(); left++) {
            String[] right =
                    order.subList(left + 1, order.size()).stream()
                            .map(name -> "dev.baton." + name + "..")
                            .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage("dev.baton." + order.get(left) + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(right)
                    .allowEmptyShould(true)
                    .check(PRODUCT);
        }
    }

    @Test
    void packagesOfTheOrchestratorStandInTheirOrder() {
        Rules.mayOnlyUse(CLUSTER, ROOMS).check(PRODUCT);
        Rules.mayOnlyUse(EXCHANGE, ROOMS, CLUSTER).check(PRODUCT);
        Rules.mayOnlyUse(ALLOCATION, ROOMS, CLUSTER).check(PRODUCT);
        for (String middle : List.of("health", "lease", "leadership")) {
            Rules.mayOnlyUse("dev.baton.orchestrator." + middle + "..", ROOMS, CLUSTER, EXCHANGE)
                    .check(PRODUCT);
        }
        Rules.mayOnlyUse(STAGE, ROOMS).check(PRODUCT);
        Rules.mayOnlyUse(OPERATION, ROOMS, CLUSTER, STAGE).check(PRODUCT);
        Rules.mayOnlyUse("dev.baton.orchestrator.lifecycle..", ROOMS, OPERATION, STAGE)
                .check(PRODUCT);
        Rules.mayOnlyUse("dev.baton.orchestrator.snapshot..", ROOMS, CLUSTER, OPERATION)
                .check(PRODUCT);
        Rules.mayOnlyUse(
                        "dev.baton.orchestrator.takeover..",
                        ROOMS,
                        CLUSTER,
                        EXCHANGE,
                        ALLOCATION,
                        STAGE)
                .check(PRODUCT);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.baton.(**)").should().beFreeOfCycles().check(PRODUCT);
    }

    @Test
    void pureRoomsDoNoInputOrOutputAndReadNoClock() {
        Rules.doNoInputOrOutput(Rules.PURE).check(PRODUCT);
    }

    @Test
    void pureRoomsIterateInAnOrderThatIsTheSameInEveryRun() {
        Rules.iterateInOrder(Rules.PURE).check(PRODUCT);
    }

    @Test
    void onlyEventsProcessStartsProcesses() {
        Rules.startNoProcess(
                        resideInAnyPackage("dev.baton..")
                                .and(
                                        resideOutsideOfPackages(
                                                "dev.baton.events.process..",
                                                "dev.baton.events.provider..",
                                                "dev.baton.testcluster..")))
                .check(PRODUCT);
    }

    /** Providers of others are built with it: it runs in processes of its own, as a jar alone. */
    @Test
    void theKitOfProvidersUsesNothingButTheJdk() {
        noClasses()
                .that()
                .resideInAPackage(KIT)
                .should()
                .dependOnClassesThat(
                        resideOutsideOfPackages("java..", "org.jspecify.annotations..", KIT))
                .check(PRODUCT);
        noClasses()
                .that()
                .resideOutsideOfPackage(KIT)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(KIT)
                .check(PRODUCT);
    }

    @Test
    void onlyMembershipKnowsHazelcast() {
        onlyIn("dev.baton.agent.membership..", "com.hazelcast..");
    }

    @Test
    void onlyTheKernelRoomCallsForeignFunctions() {
        onlyIn("dev.baton.agent.kernel..", "java.lang.foreign..");
    }

    @Test
    void theObserverSharesNoCodeWithTheProduct() {
        noClasses()
                .that()
                .resideInAPackage("dev.baton.testcluster.observer..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.baton.config..",
                        "dev.baton.events..",
                        ROOMS,
                        "dev.baton.monitoring..",
                        "dev.baton.agent..")
                .allowEmptyShould(true)
                .check(PRODUCT);
    }

    @Test
    void namesThatSayNothingDoNotExist() {
        noClasses()
                .should()
                .haveNameMatching(
                        ".*[.$](\\w*Util\\w*|\\w*(Helper|Manager|Impl|Base|Misc)|Common\\w*|Misc\\w*)")
                .check(PRODUCT);
    }

    private static void onlyIn(String room, String library) {
        noClasses()
                .that()
                .resideOutsideOfPackage(room)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(PRODUCT);
    }
}
