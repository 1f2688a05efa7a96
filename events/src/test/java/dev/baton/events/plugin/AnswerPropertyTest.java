package dev.baton.events.plugin;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.events.contract.lsm.Frame;
import dev.baton.events.contract.lsm.LsmJson;
import dev.baton.events.contract.lsm.LsmMethod;
import dev.baton.events.contract.lsm.LsmReply;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

@Label("Storage call-outs contract, section 5.5: whatever is sent or answered is a typed outcome")
class AnswerPropertyTest {

    /** JSON that looks right in places: words of the contract at random spots. */
    @Provide
    Arbitrary<String> json() {
        Arbitrary<String> leaves =
                Arbitraries.of(
                        "null",
                        "0",
                        "-1",
                        "1e400",
                        "9223372036854775808",
                        "true",
                        "\"\"",
                        "\"Volume\"",
                        "\"job\"",
                        "\"\\ud800\"",
                        "[]",
                        "{}",
                        "[1,50,null]",
                        "{\"class\":\"Volume\"}",
                        "{\"code\":2}",
                        "{\"code\":\"x\"}",
                        "\"result\"");
        Arbitrary<String> keys =
                Arbitraries.of(
                        "method",
                        "id",
                        "params",
                        "result",
                        "error",
                        "code",
                        "flags",
                        "class",
                        "uri",
                        "pool",
                        "job_id",
                        "search_key");
        return Arbitraries.recursive(
                () -> leaves,
                inner ->
                        Arbitraries.oneOf(
                                inner.list()
                                        .ofMaxSize(3)
                                        .map(all -> "[" + String.join(",", all) + "]"),
                                Arbitraries.maps(keys, inner)
                                        .ofMaxSize(4)
                                        .map(
                                                all ->
                                                        "{"
                                                                + String.join(
                                                                        ",",
                                                                        all.entrySet().stream()
                                                                                .map(
                                                                                        each ->
                                                                                                "\""
                                                                                                        + each
                                                                                                                .getKey()
                                                                                                        + "\":"
                                                                                                        + each
                                                                                                                .getValue())
                                                                                .toList())
                                                                + "}")),
                0,
                3);
    }

    @Property(tries = 500)
    void anAnswerOfAPluginIsAResultAFailureOrGarbled(
            @ForAll("json") String value, @ForAll LsmMethod method) {
        for (String text : new String[] {value, "{\"id\":100,\"result\":" + value + "}"}) {
            LsmReply reply = LsmReply.read(method, Frame.of(text));

            if (reply instanceof LsmReply.Garbled(String why)) {
                assertFalse(why.isBlank());
            }
        }
    }

    @Property(tries = 500)
    void aRequestToAPluginIsAnsweredWhateverItIs(
            @ForAll("json") String value, @ForAll LsmMethod method) {
        Serving serving = new Serving(new ShelfPlugin());
        String call =
                "{\"method\":\"%s\",\"id\":100,\"params\":%s}".formatted(method.word(), value);
        for (String text : new String[] {value, call}) {
            String reply = serving.answer(Frame.of(text)).text().orElseThrow();

            assertTrue(LsmJson.value(reply).isPresent(), reply);
            assertTrue(reply.contains("\"result\":") || reply.contains("\"code\":"), reply);
        }
        assertFalse(serving.hasFailed(), "what a client sends is never the plugin's fault");
    }
}
