package dev.baton.agent.callout;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;

import dev.baton.orchestrator.lifecycle.Change;
import dev.baton.orchestrator.lifecycle.Disk;

import java.util.ArrayList;
import java.util.List;

/**
 * How journal and volumes are written, and what nodes tell each other of them: JSON in which a
 * variant carries its name.
 */
public final class StoredText {

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
    private interface Named {}

    private static final List<Class<?>> FAMILIES =
            List.of(
                    Entry.class,
                    VolumeRequest.class,
                    DriverRequest.class,
                    Change.class,
                    Disk.class);

    private StoredText() {}

    static JsonMapper mapper() {
        return mapper(List.of());
    }

    /** The same for more families of variants. */
    public static JsonMapper mapper(List<Class<?>> more) {
        JsonMapper.Builder builder =
                JsonMapper.builder()
                        .addModule(new Jdk8Module())
                        .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
                        .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                        .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        List<Class<?>> families = new ArrayList<>(FAMILIES);
        families.addAll(more);
        for (Class<?> family : families) {
            builder.addMixIn(family, Named.class);
            register(builder, family);
        }
        return builder.build();
    }

    /** A variant may be a family of its own; what is written is the record's name. */
    private static void register(JsonMapper.Builder builder, Class<?> family) {
        for (Class<?> variant : family.getPermittedSubclasses()) {
            if (variant.isSealed()) {
                register(builder, variant);
            } else {
                builder.registerSubtypes(new NamedType(variant, variant.getSimpleName()));
            }
        }
    }
}
