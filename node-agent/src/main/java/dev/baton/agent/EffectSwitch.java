package dev.baton.agent;

import dev.baton.agent.address.AddressRoom;
import dev.baton.agent.core.EffectSink;
import dev.baton.agent.core.Replies;
import dev.baton.agent.event.EventRoom;
import dev.baton.agent.voters.LockRoom;
import dev.baton.agent.voters.VoterRoom;
import dev.baton.orchestrator.exchange.Effect;

import java.util.function.Consumer;

/**
 * Brings each effect to its room.
 *
 * @param post to other nodes
 * @param asked what became of events that somebody asked for
 * @param tools calls of CTDB's tool from other nodes
 * @param reloads of the file of public addresses
 * @param notices tells the notification scripts
 * @param tickles what makes clients of taken addresses notice
 * @param runs stores takeover runs
 * @param meet who the nodes to speak with are
 * @param startAgain makes another life of this process
 * @param stop ends the agent
 */
record EffectSwitch(
        Consumer<Effect.Send> post,
        EventRoom events,
        AddressRoom addresses,
        Replies replies,
        Consumer<Effect.AnswerEvent> asked,
        Consumer<Effect.CallTool> tools,
        Consumer<Effect.ReloadAddresses> reloads,
        Consumer<Effect.Notify> notices,
        Consumer<Effect.Tickle> tickles,
        VoterRoom voters,
        LockRoom lock,
        Consumer<Effect.StoreRun> runs,
        Consumer<Effect.MeetNodes> meet,
        Consumer<Effect.StartAgain> startAgain,
        Consumer<Effect.Stop> stop)
        implements EffectSink {

    @Override
    public void execute(Effect effect) {
        switch (effect) {
            case Effect.Send send -> post.accept(send);
            case Effect.RunEvent run -> events.run(run);
            case Effect.CancelEvent cancel -> events.cancel(cancel);
            case Effect.RenewEvent renew -> events.renew(renew);
            case Effect.DismissLauncher dismiss ->
                    addresses.afterwards(() -> events.dismiss(dismiss));
            case Effect.PrepareTake prepare -> addresses.prepare(prepare);
            case Effect.RenewAddress renew -> addresses.renew(renew);
            case Effect.ReadAddress read -> addresses.read(read);
            case Effect.DropAddress drop -> addresses.drop(drop);
            case Effect.WatchAddresses watch -> addresses.watch(watch);
            case Effect.ReloadAddresses reload -> reloads.accept(reload);
            case Effect.Announce announce -> addresses.announce(announce);
            // A client answers to where it believes the address to be: neighbours are told before.
            case Effect.Tickle tickle -> addresses.afterwards(() -> tickles.accept(tickle));
            case Effect.Reply(var request, var reply) -> replies.reply(request, reply);
            case Effect.AnswerEvent answer -> asked.accept(answer);
            case Effect.CallTool call -> tools.accept(call);
            case Effect.Notify notice -> notices.accept(notice);
            case Effect.StoreVoters store -> voters.store(store);
            case Effect.StoreRun store -> runs.accept(store);
            case Effect.ReadNodes read -> voters.read(read);
            case Effect.MeetNodes nodes -> meet.accept(nodes);
            case Effect.TakeLock take -> lock.take(take);
            case Effect.LeaveLock() -> lock.leave();
            case Effect.StartAgain again -> startAgain.accept(again);
            case Effect.Stop end -> stop.accept(end);
        }
    }
}
