package dev.baton.events.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Has a hung script looked at before it is killed. Source: CTDB events contract, section 3.3,
 * "debug script".
 *
 * <p>Bounds: one debug script at a time in this process, a second one is left out; it is killed
 * after {@value #SECONDS} s. Failure: a sentence in the log.
 */
record HungScriptReport(Path debugScript) {

    private static final long SECONDS = 10;
    private static final Semaphore ONE_AT_A_TIME = new Semaphore(1);

    void write(long pid, String event, Map<String, String> environment, Path output) {
        if (ONE_AT_A_TIME.tryAcquire()) {
            try {
                run(pid, event, environment, output);
            } finally {
                ONE_AT_A_TIME.release();
            }
        }
    }

    private void run(long pid, String event, Map<String, String> environment, Path output) {
        ProcessBuilder command =
                new ProcessBuilder(debugScript.toString(), Long.toString(pid), event);
        command.environment().clear();
        command.environment().putAll(environment);
        command.redirectErrorStream(true);
        command.redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        try {
            Process process = command.start();
            process.getOutputStream().close();
            if (!process.waitFor(Duration.ofSeconds(SECONDS).toMillis(), TimeUnit.MILLISECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (IOException cannotRun) {
            System.getLogger(HungScriptReport.class.getName())
                    .log(System.Logger.Level.WARNING, "debug script: " + cannotRun.getMessage());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
