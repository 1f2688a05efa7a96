package dev.baton.testcluster.demo;

import java.util.List;
import java.util.OptionalDouble;

/**
 * What one repetition of the steps gave.
 *
 * @param run its number, from 1
 * @param started seconds from the start of three agents until every address was served
 * @param problems every expectation that was not met, as a sentence
 */
record Performance(
        int run,
        OptionalDouble started,
        List<Row> rows,
        List<DownloadRow> downloads,
        List<String> problems) {

    Performance {
        rows = List.copyOf(rows);
        downloads = List.copyOf(downloads);
        problems = List.copyOf(problems);
    }

    boolean passed() {
        return problems.isEmpty();
    }
}
