package dev.baton.testcluster.demo;

import dev.baton.testcluster.client.OutsideClient.DownloadFigures;

/**
 * What one window did to the long download.
 *
 * @param window the step's name, or that with {@code /healed} for its undoing
 */
record DownloadRow(String window, DownloadFigures seen) {}
