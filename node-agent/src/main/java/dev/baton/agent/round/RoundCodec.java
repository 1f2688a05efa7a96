package dev.baton.agent.round;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;

import dev.baton.agent.wire.MessageCodec;
import dev.baton.orchestrator.operation.JobId;
import dev.baton.orchestrator.snapshot.HookEnd;
import dev.baton.orchestrator.snapshot.RoundOrder;
import dev.baton.orchestrator.snapshot.RoundReport;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;

/** Letters as JSON and back; what is unknown or missing makes them garbage. Safe for any thread. */
final class RoundCodec {

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
    private interface Named {}

    private final ObjectWriter writer;
    private final ObjectReader reader;

    RoundCodec() {
        SimpleModule times = new SimpleModule();
        times.addSerializer(Duration.class, ToStringSerializer.instance);
        times.addDeserializer(Duration.class, new DurationReader());
        JsonMapper.Builder builder = MessageCodec.mapper().rebuild().addModule(times);
        for (Class<?> family :
                List.of(RoundLetter.class, RoundOrder.class, RoundReport.class, HookEnd.class)) {
            builder.addMixIn(family, Named.class);
            for (Class<?> variant : family.getPermittedSubclasses()) {
                builder.registerSubtypes(new NamedType(variant, variant.getSimpleName()));
            }
        }
        JsonMapper mapper = builder.build();
        writer = mapper.writerFor(RoundLetter.class);
        reader = mapper.readerFor(RoundLetter.class);
    }

    byte[] encode(RoundLetter letter) {
        try {
            return writer.writeValueAsBytes(letter);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("a letter cannot be written: " + letter, broken);
        }
    }

    /** Throws {@link IllegalArgumentException} for what is none. */
    RoundLetter decode(byte[] bytes) {
        try {
            RoundLetter letter = reader.readValue(bytes);
            check(letter);
            return letter;
        } catch (IOException | NullPointerException garbage) {
            throw new IllegalArgumentException(
                    bytes.length + " bytes are no letter about rounds", garbage);
        }
    }

    private static void check(RoundLetter letter) {
        String round =
                switch (letter) {
                    case RoundLetter.Ordered ordered -> ordered.round();
                    case RoundLetter.Reported reported -> reported.round();
                    case RoundLetter.Closed closed -> closed.round();
                    case RoundLetter.Fired _ -> "0.1";
                };
        if (JobId.parse(round).isEmpty()) {
            throw new IllegalArgumentException("no round is called " + round);
        }
    }

    private static final class DurationReader extends StdDeserializer<Duration> {

        private static final long serialVersionUID = 1;

        DurationReader() {
            super(Duration.class);
        }

        @Override
        public Duration deserialize(JsonParser parser, DeserializationContext context)
                throws IOException {
            try {
                return Duration.parse(parser.getValueAsString(""));
            } catch (DateTimeException wrong) {
                throw new IOException(wrong);
            }
        }
    }
}
