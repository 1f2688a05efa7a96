package dev.baton.agent.opennebula;

import com.fasterxml.jackson.core.type.TypeReference;

import dev.baton.agent.callout.JobRecord;
import dev.baton.agent.callout.Refusal;
import dev.baton.orchestrator.exchange.OperatorReply;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What this node answers others as a front-end. It passes nothing on. Thread: any; blocks. */
final class FrontEndAnswers {

    private final DriverRoom room;
    private final AskedQuestions asked = new AskedQuestions(System::nanoTime);

    FrontEndAnswers(DriverRoom room) {
        this.room = room;
    }

    OperatorReply to(List<String> words) {
        Optional<FrontEndOrder> order = FrontEndOrder.read(words);
        if (order.isEmpty()) {
            return new OperatorReply.Refused(
                    "it does not understand the order; the two agents may be of different"
                            + " releases");
        }
        try {
            return new OperatorReply.Printed(0, text(order.get()), "");
        } catch (Refusal refusal) {
            return new OperatorReply.Printed(
                    FrontEndPost.code(refusal.kind()), "", refusal.sentence());
        }
    }

    private String text(FrontEndOrder order) throws Refusal {
        return switch (order) {
            case FrontEndOrder.Stand(long datastore) ->
                    FrontEndOrder.text(room.standing(datastore), new TypeReference<>() {});
            case FrontEndOrder.Find(String image) ->
                    FrontEndOrder.text(room.home(image).isPresent(), new TypeReference<>() {});
            case FrontEndOrder.ListImages _ ->
                    FrontEndOrder.text(room.images().all(), new TypeReference<>() {});
            case FrontEndOrder.Known(String image) ->
                    FrontEndOrder.text(room.image(image), new TypeReference<>() {});
            case FrontEndOrder.DoImage(ImageOrder image) -> job(room.submit(image));
            case FrontEndOrder.PlanImage(ImageOrder image) -> plan(room.plan(image));
            case FrontEndOrder.DoDisks(var machine, var change) ->
                    job(room.submit(machine, change));
            case FrontEndOrder.PlanDisks(var machine, var change) ->
                    plan(room.plan(machine, change));
            case FrontEndOrder.Forget(String image) ->
                    FrontEndOrder.text(room.forget(image), new TypeReference<>() {});
            case FrontEndOrder.Stray(String datastore) ->
                    FrontEndOrder.text(room.orphans(datastore), new TypeReference<>() {});
            case FrontEndOrder.Ask(StoreQuestion question, String ticket, long patience) ->
                    FrontEndOrder.text(
                            new FrontEndOrder.Said(
                                    asked.answer(
                                            ticket,
                                            () -> room.begin(question),
                                            Duration.ofMillis(patience))),
                            new TypeReference<>() {});
            case FrontEndOrder.PlanAsk(StoreQuestion question) -> plan(room.plan(question));
        };
    }

    private static String job(JobRecord job) {
        return FrontEndOrder.text(job, new TypeReference<>() {});
    }

    private static String plan(DriverPlan plan) {
        return FrontEndOrder.text(plan, new TypeReference<>() {});
    }
}
