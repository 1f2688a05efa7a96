package dev.baton.agent.wire;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;

import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;
import dev.baton.config.NodeName;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.Connection;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.Right;
import dev.baton.orchestrator.exchange.Change;
import dev.baton.orchestrator.exchange.Instruction;
import dev.baton.orchestrator.exchange.Message;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.exchange.OperatorReply;
import dev.baton.orchestrator.exchange.Outcome;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Messages as JSON and back. Nouns are text, variants carry their name; an unknown variant, a
 * missing or an unknown field makes the whole frame garbage.
 *
 * <p>Safe for any thread.
 */
public final class MessageCodec {

    private static final List<Class<?>> FAMILIES =
            List.of(
                    Message.class,
                    Change.class,
                    Right.class,
                    Instruction.class,
                    Outcome.class,
                    OperatorCommand.class,
                    OperatorReply.class);

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
    private interface Named {}

    private final ObjectWriter writer;
    private final ObjectReader reader;

    public MessageCodec() {
        JsonMapper mapper = mapper();
        writer = mapper.writerFor(Message.class);
        reader = mapper.readerFor(Message.class);
    }

    /** Writes and reads the words of the core; what is unknown or missing is garbage. */
    public static JsonMapper mapper() {
        JsonMapper.Builder builder =
                JsonMapper.builder()
                        .addModule(new Jdk8Module())
                        .addModule(nouns())
                        .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
                        .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                        .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        FAMILIES.forEach(
                family -> {
                    builder.addMixIn(family, Named.class);
                    register(builder, family);
                });
        return builder.build();
    }

    /** The bytes of one message. A message that cannot be written is a broken invariant. */
    public byte[] encode(Message message) {
        try {
            return writer.writeValueAsBytes(message);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("a message cannot be written: " + message, broken);
        }
    }

    /** The message in these bytes; empty when they are garbage. */
    public Optional<Message> decode(byte[] bytes) {
        try {
            return Optional.of(reader.readValue(bytes));
        } catch (IOException | IllegalArgumentException | NullPointerException garbage) {
            return Optional.empty();
        }
    }

    private static void register(JsonMapper.Builder builder, Class<?> family) {
        for (Class<?> variant : family.getPermittedSubclasses()) {
            if (variant.isSealed()) {
                register(builder, variant);
            } else {
                builder.registerSubtypes(new NamedType(variant, variant.getSimpleName()));
            }
        }
    }

    private static SimpleModule nouns() {
        SimpleModule nouns = new SimpleModule();
        text(nouns, IpAddress.class, IpAddress::of);
        text(nouns, InterfaceName.class, InterfaceName::new);
        text(nouns, NodeName.class, NodeName::new);
        text(nouns, Connection.class, MessageCodec::connection);
        text(nouns, Pnn.class, text -> new Pnn(Integer.parseInt(text)));
        text(nouns, Incarnation.class, MessageCodec::incarnation);
        return nouns;
    }

    /** Short, because two are in each answer to a heartbeat. */
    private static Incarnation incarnation(String text) {
        int middle = text.indexOf('#');
        if (middle < 0) {
            throw new IllegalArgumentException("not a life of a node: " + text);
        }
        Pnn node = new Pnn(Integer.parseInt(text.substring(0, middle)));
        return new Incarnation(node, Long.parseLong(text.substring(middle + 1)));
    }

    private static Connection connection(String text) {
        return Connection.parse(text)
                .orElseThrow(() -> new IllegalArgumentException("not a connection: " + text));
    }

    private static <T> void text(SimpleModule module, Class<T> noun, Function<String, T> parse) {
        module.addSerializer(noun, new TextWriter<>(noun));
        module.addKeySerializer(noun, new KeyWriter<>(noun));
        module.addDeserializer(noun, new TextReader<>(noun, parse));
        module.addKeyDeserializer(
                noun,
                new KeyDeserializer() {
                    @Override
                    public Object deserializeKey(String key, DeserializationContext context) {
                        return parse.apply(key);
                    }
                });
    }

    private static final class TextWriter<T> extends StdSerializer<T> {
        TextWriter(Class<T> noun) {
            super(noun);
        }

        @Override
        public void serialize(T value, JsonGenerator out, SerializerProvider provider)
                throws IOException {
            out.writeString(value.toString());
        }
    }

    private static final class KeyWriter<T> extends StdSerializer<T> {
        KeyWriter(Class<T> noun) {
            super(noun);
        }

        @Override
        public void serialize(T value, JsonGenerator out, SerializerProvider provider)
                throws IOException {
            out.writeFieldName(value.toString());
        }
    }

    private static final class TextReader<T> extends StdDeserializer<T> {
        private final transient Function<String, T> parse;

        TextReader(Class<T> noun, Function<String, T> parse) {
            super(noun);
            this.parse = parse;
        }

        @Override
        public T deserialize(JsonParser in, DeserializationContext context) throws IOException {
            return parse.apply(in.getText());
        }
    }
}
