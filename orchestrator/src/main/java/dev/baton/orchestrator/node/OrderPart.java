package dev.baton.orchestrator.node;

import dev.baton.orchestrator.cluster.RunId;

/** One instruction of one order: where its outcome belongs. */
record OrderPart(RunId run, int stage, int index) {}
