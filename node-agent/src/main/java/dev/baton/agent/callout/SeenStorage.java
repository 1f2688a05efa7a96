package dev.baton.agent.callout;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a node tells the others of its jobs and volumes; nothing secret is in it.
 *
 * @param jobs oldest first
 * @param volumes by name
 * @param cut whether there are more of either
 */
public record SeenStorage(List<Job> jobs, List<Volume> volumes, boolean cut) {

    public SeenStorage {
        jobs = List.copyOf(jobs);
        volumes = List.copyOf(volumes);
    }

    /**
     * One job of it.
     *
     * @param taken in milliseconds since 1970
     * @param ended the same; empty while it is open
     */
    public record Job(
            String id,
            JobState state,
            String action,
            String provider,
            List<String> volumes,
            long taken,
            Optional<Long> ended,
            String why,
            List<String> notes) {

        private static final int LONGEST = 500;

        public Job {
            volumes = List.copyOf(volumes);
            notes = List.copyOf(notes);
        }

        public static Job of(JobRecord job) {
            return new Job(
                    job.id(),
                    job.state(),
                    job.taken().request().word(),
                    job.taken().provider(),
                    List.copyOf(job.taken().request().subjects()),
                    job.taken().at(),
                    job.ended().map(Entry.JobEnded::at),
                    shortened(job.why()),
                    Stream.concat(
                                    job.parent().stream().map("a call of job "::concat),
                                    job.notes().stream())
                            .map(Job::shortened)
                            .toList());
        }

        private static String shortened(String text) {
            return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
        }
    }

    /** One volume of it. */
    public record Volume(
            String title,
            String state,
            long size,
            String provider,
            String device,
            String name,
            String uuid) {

        public static Volume of(VolumeRecord each) {
            return new Volume(
                    each.volume().title(),
                    each.state().word(),
                    each.size(),
                    each.volume().provider(),
                    each.device(),
                    each.volume().name(),
                    each.volume().uuid());
        }
    }
}
