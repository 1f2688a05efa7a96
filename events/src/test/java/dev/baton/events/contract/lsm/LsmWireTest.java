package dev.baton.events.contract.lsm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Optional;
import java.util.TreeMap;

/** Storage call-outs contract, section 5.5: requests, replies, errors. */
class LsmWireTest {

    private static LsmRequest request(String text) {
        return assertInstanceOf(LsmRequest.Reading.Asked.class, LsmRequest.read(Frame.of(text)))
                .request();
    }

    private static LsmError wrong(String text) {
        return assertInstanceOf(LsmRequest.Reading.Wrong.class, LsmRequest.read(Frame.of(text)))
                .error();
    }

    private static String text(Frame frame) {
        return frame.text().orElseThrow();
    }

    @Test
    void aRequestIsWrittenAsPluginsReadIt() {
        TreeMap<String, JsonNode> given = new TreeMap<>();
        given.put("uri", TextNode.valueOf("sim://ü"));
        given.put("timeout", IntNode.valueOf(30000));

        LsmRequest made =
                assertInstanceOf(
                                LsmRequest.Making.Made.class,
                                LsmRequest.of(LsmMethod.PLUGIN_REGISTER, given))
                        .request();

        assertEquals(
                "{\"method\":\"plugin_register\",\"id\":100,\"params\":{\"uri\":\"sim://\\u00FC\","
                        + "\"password\":null,\"timeout\":30000,\"flags\":0}}",
                text(made.frame()));
    }

    @Test
    void theIdComesBackAsItWasAsked() {
        LsmRequest asked = request("{\"method\": \"systems\", \"id\": 7, \"params\": null}");

        assertEquals(
                "{\"id\":7,\"result\":null}",
                text(LsmReply.result(asked.id(), JsonNodeFactory.instance.nullNode())));
    }

    @Test
    void anErrorHasItsCodeMessageAndData() {
        assertEquals(
                "{\"id\":100,\"error\":{\"code\":153,\"message\":\"no\",\"data\":null}}",
                text(LsmReply.error(IntNode.valueOf(100), LsmError.of(LsmCode.NO_SUPPORT, "no"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "7",
                "{} {}",
                "{\"method\": 7, \"id\": 100, \"params\": {}}",
                "{\"id\": 100, \"params\": {}}",
                "{\"method\": \"systems\", \"id\": 100, \"params\": []}",
                "{\"method\": \"a\", \"method\": \"b\", \"id\": 100, \"params\": {}}"
            })
    void whatIsNoRequestIsMinus32700(String text) {
        assertEquals(LsmCode.UNPARSABLE.number(), wrong(text).code());
    }

    @Test
    void nestingIsBounded() {
        assertTrue(wrong("[".repeat(100_000)).is(LsmCode.UNPARSABLE));
    }

    /** Rule 6 of section 1: a password is in no message. */
    @Test
    void aRefusalDoesNotRepeatWhatWasSaid() {
        LsmError torn =
                wrong("{\"method\": \"plugin_register\", \"params\": {\"password\": geheim");
        LsmRequest mistyped =
                request(
                        "{\"method\": \"plugin_register\", \"id\": 100, \"params\": {\"uri\":"
                                + " \"a\", \"timeout\": 1, \"flags\": 0, \"password\": [\"geheim\","
                                + " 4711]}}");

        assertFalse(torn.message().contains("geheim"), torn.message());
        String why = mistyped.objection().orElseThrow().message();
        assertEquals("password: expected a text or null", why);
        assertFalse(mistyped.toString().contains("geheim"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nonsense       | {\"flags\": 0}                       | 153",
                "systems        | {}                                  | 402",
                "systems        | {\"flags\": 1}                       | 402",
                "systems        | {\"flags\": 0, \"more\": 1}           | 402",
                "time_out_set   | {\"flags\": 0}                       | 402",
                "time_out_set   | {\"flags\": 0, \"ms\": \"1\"}          | 402",
                "time_out_set   | {\"flags\": 0, \"ms\": 1.5}           | 402"
            })
    void whatIsServedHereIsRefusedByItsNumber(String method, String params, int code) {
        LsmRequest asked =
                request(
                        "{\"method\": \"%s\", \"id\": 100, \"params\": %s}"
                                .formatted(method, params));

        assertEquals(code, asked.objection().orElseThrow().code());
    }

    @Test
    void aSearchKeyThatIsNotSupportedIs510() {
        LsmRequest asked =
                request(
                        "{\"method\": \"pools\", \"id\": 100, \"params\": {\"flags\": 0,"
                                + " \"search_key\": \"pool_id\", \"search_value\": \"x\"}}");

        assertTrue(SearchKeys.objection(asked).orElseThrow().is(LsmCode.UNSUPPORTED_SEARCH_KEY));
        assertEquals(Optional.empty(), asked.objection());
    }

    @Test
    void aReplyWithAResultIsASuccessEvenIfThatIsNull() {
        LsmReply reply = LsmReply.read(Frame.of("{\"id\": 100, \"result\": null}"));

        assertInstanceOf(LsmReply.Result.class, reply);
    }

    @Test
    void emptyDataOfCAndNullOfPythonAreTheSame() {
        String error = "{\"id\": 100, \"error\": {\"code\": 2, \"message\": \"m\", \"data\": %s}}";
        LsmReply python = LsmReply.read(Frame.of(error.formatted("null")));

        assertEquals(python, LsmReply.read(Frame.of(error.formatted("\"\""))));
        assertTrue(
                python instanceof LsmReply.Failure(LsmError told)
                        && told.endsTheSession()
                        && told.sentence().equals("PLUGIN_BUG(2): m"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[1]",
                "{\"id\": 100}",
                "{\"id\": 100, \"error\": null}",
                "{\"id\": 100, \"error\": {\"message\": \"m\"}}",
                "{\"id\": 100, \"error\": {\"code\": \"2\"}}",
                "{\"id\": 100, \"result\": {\"class\": \"Volume\"}}"
            })
    void whatIsNoReplyIsTold(String text) {
        LsmReply reply = LsmReply.read(LsmMethod.SYSTEMS, Frame.of(text));

        assertInstanceOf(LsmReply.Garbled.class, reply);
    }

    @ParameterizedTest
    @CsvSource({
        "0, OK",
        "2, PLUGIN_BUG",
        "7, JOB_STARTED",
        "11, TIMEOUT",
        "50, NAME_CONFLICT",
        "101, INVALID_ARGUMENT",
        "125, NO_STATE_CHANGE",
        "153, NO_SUPPORT",
        "161, HAS_CHILD_DEPENDENCY",
        "200, NOT_FOUND_ACCESS_GROUP",
        "201, NOT_FOUND_FS",
        "202, NOT_FOUND_JOB",
        "203, NOT_FOUND_POOL",
        "205, NOT_FOUND_VOLUME",
        "208, NOT_FOUND_SYSTEM",
        "300, PLUGIN_AUTH_FAILED",
        "311, PLUGIN_NOT_EXIST",
        "350, NOT_ENOUGH_SPACE",
        "400, TRANSPORT_COMMUNICATION",
        "401, TRANSPORT_SERIALIZATION",
        "402, TRANSPORT_INVALID_ARG",
        "510, UNSUPPORTED_SEARCH_KEY",
        "513, DISK_NOT_FREE",
        "-32700, UNPARSABLE"
    })
    void errorNumbersAreTheContracts(int number, LsmCode code) {
        assertEquals(Optional.of(code), LsmCode.of(number));
    }

    @Test
    void aNumberNobodyKnowsIsKept() {
        assertEquals("ERROR(4711): m", new LsmError(4711, "m", Optional.empty()).sentence());
    }
}
