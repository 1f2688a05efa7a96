package dev.baton.orchestrator.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;

@DisplayName("Retention: consistent rounds are counted, others go with what is older")
class RetentionTest {

    @ParameterizedTest(name = "{0}, keep {1}: removed {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    '1+ 2+ 3+'       | 2 | '1'
                    '1+ 2+ 3+'       | 3 | ''
                    '1+ 2+ 3+'       | 0 | ''
                    '1+ 2- 3+ 4-'    | 1 | '1 2'
                    '1+ 2- 3- 4-'    | 1 | ''
                    '1- 2- 3-'       | 1 | ''
                    '1- 2+ 3+ 3+'    | 2 | '1'
                    ''               | 1 | ''
                    """)
    void theLastConsistentRoundsAreKept(String snapshots, int keep, String removed) {
        List<Retention.Kept> all = new ArrayList<>();
        for (String word : words(snapshots)) {
            all.add(new Retention.Kept(word.substring(0, 1), word.endsWith("+")));
        }

        assertEquals(words(removed), Retention.expired(all, keep));
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" "));
    }
}
