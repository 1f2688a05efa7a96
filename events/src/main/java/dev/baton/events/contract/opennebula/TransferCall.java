package dev.baton.events.contract.opennebula;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * One action of a transfer driver: a record for each shape of arguments.
 *
 * <p>Sizes are in MiB. Source: storage call-outs contract, sections 4.4 and 4.9.
 */
public sealed interface TransferCall extends DriverCall {

    /**
     * Brings an image to a host: a copy of it, or the image itself.
     *
     * @param linked whether it is the image itself
     * @param source of the image, in the words of its datastore
     */
    record Fetch(Transfer transfer, boolean linked, String source, Place to, OptionalLong size)
            implements TransferCall {}

    /** Brings a disk back as the image. */
    record Save(Transfer transfer, Place from, String source) implements TransferCall {}

    /**
     * Copies a disk to the image, or a snapshot of it.
     *
     * @param snapshot of the disk; -1 for the disk as it is
     */
    record SaveCopy(Transfer transfer, Place from, String source, int snapshot)
            implements TransferCall {}

    /** Moves a disk or a machine's directory between hosts. */
    record Move(Transfer transfer, Place from, Place to) implements TransferCall {}

    /** Makes the disk a machine learns its settings from, of these files. */
    record Context(Transfer transfer, List<String> files, Place to) implements TransferCall {
        public Context {
            files = List.copyOf(files);
        }
    }

    /** Removes a disk or a machine's directory. */
    record Delete(Transfer transfer, Place place) implements TransferCall {}

    /** Makes a disk that lives as long as its machine. */
    record MakeImage(Transfer transfer, long size, String format, Place to)
            implements TransferCall {}

    /** Makes a disk to swap on. */
    record MakeSwap(Transfer transfer, long size, Place to) implements TransferCall {}

    /** What is to be done around a live migration. */
    record Migration(Transfer transfer, Moment moment, String from, String to, String directory)
            implements TransferCall {

        /** When it is called. */
        public enum Moment {
            BEFORE(TransferAction.PREMIGRATE),
            AFTER(TransferAction.POSTMIGRATE),
            FAILED(TransferAction.FAILMIGRATE);

            private final TransferAction script;

            Moment(TransferAction script) {
                this.script = script;
            }
        }
    }

    /** What is done with a snapshot of a disk. */
    record Snapshot(Transfer transfer, Deed deed, Place disk, int number) implements TransferCall {

        /** What it is. */
        public enum Deed {
            TAKE(TransferAction.SNAP_CREATE),
            /** While the machine runs. */
            TAKE_LIVE(TransferAction.SNAP_CREATE_LIVE),
            DELETE(TransferAction.SNAP_DELETE),
            REVERT(TransferAction.SNAP_REVERT);

            private final TransferAction script;

            Deed(TransferAction script) {
                this.script = script;
            }
        }
    }

    /** Makes a disk larger. */
    record Resize(Transfer transfer, Place disk, long size) implements TransferCall {}

    /** Tells how much room a datastore of machines has. */
    record Monitor(Datastore datastore) implements TransferCall {
        @Override
        public Transfer transfer() {
            return Transfer.of(datastore.transfer(), 0, datastore.id());
        }
    }

    /** For whom, and by which driver. */
    Transfer transfer();

    /** What it is about, in the words people know it by. */
    default List<String> words() {
        return words(UnaryOperator.identity(), UnaryOperator.identity());
    }

    /**
     * Its arguments, without those that depend on the dialect.
     *
     * @param brought how the source of an image is named that goes to a host
     * @param returned how one is named that a disk goes back to
     */
    default List<String> words(UnaryOperator<String> brought, UnaryOperator<String> returned) {
        return switch (this) {
            case Fetch fetch -> List.of(brought.apply(fetch.source()), "" + fetch.to());
            case Save save -> List.of("" + save.from(), returned.apply(save.source()));
            case SaveCopy copy ->
                    List.of("" + copy.from(), returned.apply(copy.source()), "" + copy.snapshot());
            case Move move -> List.of("" + move.from(), "" + move.to());
            case Context context ->
                    Stream.concat(context.files().stream(), Stream.of("" + context.to())).toList();
            case Delete delete -> List.of("" + delete.place());
            case MakeImage image -> List.of("" + image.size(), image.format(), "" + image.to());
            case MakeSwap swap -> List.of("" + swap.size(), "" + swap.to());
            case Migration way -> List.of(way.from(), way.to(), way.directory());
            case Snapshot snapshot -> List.of("" + snapshot.disk(), "" + snapshot.number());
            case Resize resize -> List.of("" + resize.disk(), "" + resize.size());
            case Monitor _ -> List.of();
        };
    }

    /** Which script. */
    default TransferAction script() {
        return switch (this) {
            case Fetch fetch -> fetch.linked() ? TransferAction.LN : TransferAction.CLONE;
            case Save _ -> TransferAction.MVDS;
            case SaveCopy _ -> TransferAction.CPDS;
            case Move _ -> TransferAction.MV;
            case Context _ -> TransferAction.CONTEXT;
            case Delete _ -> TransferAction.DELETE;
            case MakeImage _ -> TransferAction.MKIMAGE;
            case MakeSwap _ -> TransferAction.MKSWAP;
            case Migration migration -> migration.moment().script;
            case Snapshot snapshot -> snapshot.deed().script;
            case Resize _ -> TransferAction.RESIZE;
            case Monitor _ -> TransferAction.MONITOR;
        };
    }

    @Override
    default String provider() {
        return DriverKind.TRANSFER.word() + "/" + transfer().driver();
    }

    @Override
    default String action() {
        return script().word();
    }

    /** Disks of one machine are moved one after the other. */
    @Override
    default String subject() {
        return this instanceof Monitor(Datastore datastore)
                ? "datastore:" + datastore.id()
                : transfer().subject();
    }
}
