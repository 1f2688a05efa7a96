package dev.baton.testcluster.rules;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;

import java.util.Set;

/** The rules themselves, apart from what they are applied to, so that a sample can break them. */
final class Rules {
    /** Rooms that decide: no I/O, no clock, no threads, the same order in every run. */
    static final DescribedPredicate<JavaClass> PURE =
            resideInAnyPackage(
                            "dev.baton.orchestrator..",
                            "dev.baton.events",
                            "dev.baton.events.sequence..",
                            "dev.baton.events.callout..",
                            "dev.baton.events.contract..",
                            "dev.baton.config",
                            "dev.baton.config.migration..")
                    .and(describe("are not the loader", type -> !isLoader(type)))
                    .as("are in a pure room");

    private static final Set<String> UNORDERED_TYPES =
            Set.of(
                    "java.util.HashMap",
                    "java.util.HashSet",
                    "java.util.IdentityHashMap",
                    "java.util.WeakHashMap");
    private static final Set<String> UNORDERED_CALLS =
            Set.of(
                    "java.util.Map.of",
                    "java.util.Map.ofEntries",
                    "java.util.Map.copyOf",
                    "java.util.Set.of",
                    "java.util.Set.copyOf",
                    "java.util.Collection.parallelStream",
                    "java.util.List.parallelStream",
                    "java.util.stream.Stream.parallel",
                    "java.util.stream.Collectors.toSet",
                    "java.util.stream.Collectors.toUnmodifiableSet",
                    "java.util.stream.Collectors.toUnmodifiableMap",
                    "java.lang.System.identityHashCode");
    private static final Set<String> IMPURE_CALLS =
            Set.of(
                    "java.lang.System.nanoTime",
                    "java.lang.System.currentTimeMillis",
                    "java.lang.System.getenv",
                    "java.time.Instant.now",
                    "java.lang.Math.random");

    private Rules() {}

    private static boolean isLoader(JavaClass type) {
        return type.getName().matches("dev\\.baton\\.config\\.Settings(Loader|Files).*");
    }

    /** A path is only a name; asking the file system about it takes other classes. */
    private static boolean isFileNameOrText(JavaClass type) {
        return type.getName()
                .matches(
                        "java\\.nio\\.file\\.(Path|InvalidPathException)"
                                + "|java\\.io\\.String(Reader|Writer)");
    }

    static ArchRule doNoInputOrOutput(DescribedPredicate<JavaClass> where) {
        return noClasses()
                .that(where)
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage(
                                        "java.io..",
                                        "java.nio.file..",
                                        "java.nio.channels..",
                                        "java.util.logging..",
                                        "java.net.http..",
                                        "org.slf4j..")
                                .or(describe("touch the world", Rules::touchesTheWorld))
                                .and(describe("are no names", type -> !isFileNameOrText(type))))
                .orShould()
                .callMethodWhere(named("reads a clock or the environment", IMPURE_CALLS))
                .orShould()
                .callConstructor(java.util.Random.class)
                .because("decisions must be the same in the simulator and in production")
                .allowEmptyShould(true);
    }

    private static boolean touchesTheWorld(JavaClass type) {
        return type.getName()
                .matches(
                        "java\\.lang\\.(Thread|Process|ProcessBuilder|Runtime|System\\$Logger)"
                                + "|java\\.net\\.\\w*(Socket|URLConnection)\\w*"
                                + "|java\\.util\\.Timer"
                                + "|java\\.util\\.concurrent\\.\\w*(Executor|Future|Thread)\\w*");
    }

    static ArchRule iterateInOrder(DescribedPredicate<JavaClass> where) {
        return noClasses()
                .that(where)
                .should()
                .dependOnClassesThat(
                        describe("have no order", type -> UNORDERED_TYPES.contains(type.getName())))
                .orShould()
                .callMethodWhere(named("yields no stable order", UNORDERED_CALLS))
                .orShould()
                .callMethodWhere(describe("collects into a HashMap", Rules::collectsUnordered))
                .because("the order of these may differ between two runs of one program")
                .allowEmptyShould(true);
    }

    private static boolean collectsUnordered(JavaCall<?> call) {
        String name = fullName(call);
        int parameters = call.getTarget().getRawParameterTypes().size();
        return (name.equals("java.util.stream.Collectors.toMap") && parameters < 4)
                || (name.equals("java.util.stream.Collectors.groupingBy") && parameters < 3);
    }

    static ArchRule startNoProcess(DescribedPredicate<JavaClass> where) {
        return noClasses()
                .that(where)
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.ProcessBuilder")
                .orShould()
                .callMethodWhere(named("starts a process", Set.of("java.lang.Runtime.exec")))
                .because("only events.process starts processes")
                .allowEmptyShould(true);
    }

    /** The room may use no other package below {@code among} than itself and those allowed. */
    static ArchRule mayOnlyUse(String room, String among, String... allowed) {
        DescribedPredicate<JavaClass> fine = resideInAPackage(room).or(resideInAnyPackage(allowed));
        return noClasses()
                .that(resideInAPackage(room))
                .should()
                .dependOnClassesThat(resideInAPackage(among).and(DescribedPredicate.not(fine)))
                .allowEmptyShould(true);
    }

    private static DescribedPredicate<JavaCall<?>> named(String what, Set<String> names) {
        return describe(what, call -> names.contains(fullName(call)));
    }

    private static String fullName(JavaCall<?> call) {
        CodeUnitCallTarget target = call.getTarget();
        return target.getOwner().getName() + "." + target.getName();
    }
}
