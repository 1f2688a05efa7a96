package dev.baton.agent.lsm;

import dev.baton.events.contract.lsm.Frame;
import dev.baton.events.contract.lsm.LsmReply;
import dev.baton.events.contract.lsm.LsmRequest;
import dev.baton.events.plugin.Serving;

import java.time.Duration;

/** One client of {@code cluster://}: served in this process. Thread: one of its own. */
final class NativeSession {

    private static final Duration IDLE = Duration.ofHours(24);
    private static final Duration SENDING = Duration.ofSeconds(35);

    private final String scheme;
    private final FrameChannel client;
    private final Serving serving;
    private final RelayCounts counts;

    NativeSession(String scheme, FrameChannel client, Serving serving, RelayCounts counts) {
        this.scheme = scheme;
        this.client = client;
        this.serving = serving;
        this.counts = counts;
    }

    /** Until one of both is gone. */
    void run() {
        try {
            while (!serving.isOver()) {
                switch (client.receive(IDLE)) {
                    case Received.Whole(Frame frame) -> answer(frame);
                    case Received.Broken(String why) -> {
                        counts.malformed();
                        client.send(Serving.garbled(why), SENDING);
                        serving.end();
                    }
                    case Received.Ended _, Received.TooLate _ -> serving.end();
                }
                client.done();
            }
        } finally {
            client.close();
        }
    }

    private void answer(Frame frame) {
        Frame reply = serving.answer(frame);
        if (LsmRequest.read(frame) instanceof LsmRequest.Reading.Asked(LsmRequest request)) {
            boolean failed = LsmReply.read(reply) instanceof LsmReply.Failure;
            counts.count(scheme, request.method(), failed);
        } else {
            counts.malformed();
        }
        if (!client.send(reply, SENDING)) {
            serving.end();
        }
    }
}
