package dev.baton.agent.runs;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.baton.config.FailbackNow;
import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.AddressPhase;
import dev.baton.orchestrator.cluster.AddressReport;
import dev.baton.orchestrator.cluster.ClusterSnapshot;
import dev.baton.orchestrator.cluster.NodeFlag;
import dev.baton.orchestrator.cluster.NodeReport;
import dev.baton.orchestrator.exchange.PlanInput;
import dev.baton.orchestrator.exchange.PlanRules;
import dev.baton.orchestrator.exchange.RunEnding;
import dev.baton.orchestrator.exchange.RunOptions;
import dev.baton.orchestrator.exchange.RunRecord;
import dev.baton.orchestrator.exchange.RunStage;
import dev.baton.orchestrator.exchange.Staying;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;

/**
 * Writes a run as JSON, one line per address, as it goes along: a run of many addresses is never in
 * memory as text. {@link RunReader} has the other half of the form.
 */
final class RunWriter {

    static final String KIND = "SavedRun";
    static final int FORMAT = 1;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonGenerator out;

    private RunWriter(JsonGenerator out) {
        this.out = out;
    }

    static void write(StoredRun stored, OutputStream bytes) throws IOException {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        try (JsonGenerator out = JSON.getFactory().createGenerator(bytes)) {
            out.setPrettyPrinter(
                    new DefaultPrettyPrinter()
                            .withObjectIndenter(indenter)
                            .withArrayIndenter(indenter));
            new RunWriter(out).whole(stored);
            out.writeRaw('\n');
        }
    }

    private void whole(StoredRun stored) throws IOException {
        RunRecord run = stored.run();
        out.writeStartObject();
        out.writeStringField("kind", KIND);
        out.writeNumberField("format", FORMAT);
        out.writeStringField("written_by", stored.writtenBy());
        out.writeStringField("id", run.run().toString());
        out.writeNumberField("leader", run.leader().node().value());
        out.writeNumberField("incarnation", run.leader().number());
        out.writeStringField("begun", Instant.ofEpochMilli(run.begunMillis()).toString());
        out.writeStringField("cause", run.cause());
        rules(run.input().rules());
        options(run.input());
        cluster(run.input().snapshot());
        out.writeNumberField("moves", run.plan().moves());
        texts("plan", run.plan().text().lines().toList());
        if (run.ending().isPresent()) {
            ending(run.ending().get());
        }
        out.writeEndObject();
    }

    private void rules(PlanRules rules) throws IOException {
        out.writeObjectFieldStart("rules");
        out.writeNumberField("algorithm", rules.algorithm());
        out.writeBooleanField("no_takeover", rules.noTakeover());
        out.writeBooleanField("no_failback", rules.noFailback());
        places("homes", rules.homes());
        out.writeEndObject();
    }

    private void options(PlanInput input) throws IOException {
        RunOptions options = input.options();
        out.writeObjectFieldStart("options");
        out.writeBooleanField("recovery", options.recovery());
        out.writeBooleanField("failover", options.addresses());
        pnns("bans", options.bans());
        out.writeNumberField("ban_seconds", options.banSeconds());
        places("pins", options.pins());
        pnns("force", options.force());
        if (input.only().isPresent()) {
            pnns("only", input.only().get());
        }
        staying(options.staying());
        out.writeEndObject();
    }

    private void staying(Staying staying) throws IOException {
        out.writeObjectFieldStart("staying");
        out.writeBooleanField("all", staying.all());
        texts("freed", staying.freed().stream().map(IpAddress::toString).toList());
        out.writeArrayFieldStart("ranges");
        for (FailbackNow.Rule rule : staying.failback().rules()) {
            ObjectNode row = row();
            row.put("range", rule.range().toString());
            row.put("open", rule.isOpen());
            out.writeRawValue(row.toString());
        }
        out.writeEndArray();
        out.writeBooleanField("otherwise_open", staying.failback().otherwise());
        out.writeEndObject();
    }

    private void cluster(ClusterSnapshot snapshot) throws IOException {
        out.writeObjectFieldStart("cluster");
        out.writeNumberField("node_count", snapshot.nodeCount());
        out.writeArrayFieldStart("nodes");
        for (Map.Entry<Pnn, NodeReport> entry : snapshot.reports().entrySet()) {
            node(entry.getKey(), entry.getValue());
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private void node(Pnn pnn, NodeReport report) throws IOException {
        out.writeStartObject();
        out.writeNumberField("pnn", pnn.value());
        out.writeStringField("name", report.name().value());
        out.writeStringField("runstate", word(report.runstate()));
        texts("flags", NodeFlag.of(report.flags()).stream().map(RunWriter::word).toList());
        out.writeBooleanField("may_lead", report.mayLead());
        out.writeBooleanField("may_hold", report.vote().mayHold());
        out.writeBooleanField("gives_vote_back", report.vote().givesBack());
        out.writeStringField("reason", report.reason());
        out.writeStringField("failing_script", report.failingScript());
        texts(
                "interfaces_down",
                report.interfacesDown().stream().map(InterfaceName::value).toList());
        out.writeObjectFieldStart("addresses");
        for (Map.Entry<IpAddress, AddressReport> entry : report.addresses().entrySet()) {
            out.writeFieldName(entry.getKey().toString());
            out.writeRawValue(address(entry.getValue()).toString());
        }
        out.writeEndObject();
        out.writeEndObject();
    }

    /** On one line, without what is as usual: there are thousands. */
    private static ObjectNode address(AddressReport address) {
        ObjectNode row = row();
        if (address.phase() != AddressPhase.ABSENT) {
            row.put("phase", word(address.phase()));
        }
        if (address.number() != 0) {
            row.put("number", address.number());
        }
        address.on().ifPresent(on -> row.put("on", on.value()));
        if (address.onIsUp() != address.on().isPresent()) {
            row.put("on_is_up", address.onIsUp());
        }
        address.best().ifPresent(best -> row.put("best", best.value()));
        if (address.available() != address.best().isPresent()) {
            row.put("available", address.available());
        }
        if (address.leaving()) {
            row.put("leaving", true);
        }
        if (!address.foreign().isEmpty()) {
            row.put("foreign", address.foreign());
        }
        return row;
    }

    private void ending(RunEnding ending) throws IOException {
        out.writeObjectFieldStart("ending");
        out.writeStringField("how", word(ending.how()));
        out.writeNumberField("took_ms", ending.took().toMillis());
        out.writeNumberField("moved", ending.moved());
        out.writeObjectFieldStart("waiting_ms");
        for (Map.Entry<IpAddress, Long> entry : ending.waiting().entrySet()) {
            out.writeNumberField(entry.getKey().toString(), entry.getValue());
        }
        out.writeEndObject();
        texts("failed", ending.failed().stream().map(IpAddress::toString).toList());
        out.writeArrayFieldStart("failures");
        for (Map.Entry<Pnn, String> entry : ending.failures().entrySet()) {
            ObjectNode row = row();
            row.put("pnn", entry.getKey().value());
            row.put("why", entry.getValue());
            out.writeRawValue(row.toString());
        }
        out.writeEndArray();
        stages(ending.stages());
        out.writeEndObject();
    }

    private void stages(List<RunStage> stages) throws IOException {
        out.writeArrayFieldStart("stages");
        for (RunStage stage : stages) {
            out.writeStartObject();
            out.writeStringField("name", stage.name());
            out.writeNumberField("after_ms", stage.after().toMillis());
            out.writeNumberField("took_ms", stage.took().toMillis());
            out.writeArrayFieldStart("nodes");
            for (Map.Entry<Pnn, RunStage.Part> entry : stage.nodes().entrySet()) {
                out.writeRawValue(part(entry.getKey(), entry.getValue()).toString());
            }
            out.writeEndArray();
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static ObjectNode part(Pnn pnn, RunStage.Part part) {
        return row().put("pnn", pnn.value())
                .put("took_ms", part.took().toMillis())
                .put("sent", part.sent())
                .put("answered", part.answered())
                .put("failed", part.failed());
    }

    private void texts(String name, Iterable<String> texts) throws IOException {
        out.writeArrayFieldStart(name);
        for (String text : texts) {
            out.writeString(text);
        }
        out.writeEndArray();
    }

    private void pnns(String name, Iterable<Pnn> nodes) throws IOException {
        out.writeArrayFieldStart(name);
        for (Pnn node : nodes) {
            out.writeNumber(node.value());
        }
        out.writeEndArray();
    }

    private void places(String name, SortedMap<IpAddress, Pnn> places) throws IOException {
        out.writeObjectFieldStart(name);
        for (Map.Entry<IpAddress, Pnn> entry : places.entrySet()) {
            out.writeNumberField(entry.getKey().toString(), entry.getValue().value());
        }
        out.writeEndObject();
    }

    private static ObjectNode row() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
