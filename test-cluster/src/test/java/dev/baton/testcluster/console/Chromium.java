package dev.baton.testcluster.console;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.remote.RemoteWebDriver;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Debian's Chromium without a screen, driven through its own driver. Its profile is new and is
 * removed at the end; it asks nobody on the network but the page under test.
 */
public final class Chromium implements AutoCloseable {

    /** What a page may take to follow on a busy machine. */
    public static final Duration SOON = Duration.ofSeconds(20);

    /** It warns of each version of the browser that is newer than itself. */
    private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Path PICTURES = Path.of("target", "console");
    private static final String AXE = axe();

    private final RemoteWebDriver driver;
    private final Path profile;

    private Chromium(RemoteWebDriver driver, Path profile) {
        this.driver = driver;
        this.profile = profile;
        driver.manage().timeouts().pageLoadTimeout(SOON).scriptTimeout(SOON);
    }

    /** Beside this process. Failure: it is not installed, and the message says who installs it. */
    public static Chromium here() {
        if (!Files.isExecutable(DRIVER)) {
            throw new IllegalStateException(
                    DRIVER
                            + ": expected Debian's package chromium-driver; test-cluster/verify"
                            + " brings it");
        }
        SELENIUM.setLevel(Level.SEVERE);
        Path profile = profile();
        ChromeDriverService service =
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(DRIVER.toFile())
                        .usingAnyFreePort()
                        .withLogFile(new File("/dev/null"))
                        .build();
        return new Chromium(new ChromeDriver(service, options(profile)), profile);
    }

    /** Behind a driver that runs elsewhere. */
    public static Chromium behind(URI driver) {
        Path profile = profile();
        try {
            return new Chromium(new RemoteWebDriver(driver.toURL(), options(profile)), profile);
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
    }

    private static Path profile() {
        try {
            return Files.createTempDirectory("baton-chromium-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ChromeOptions options(Path profile) {
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary("/usr/bin/chromium");
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--window-size=1280,800",
                "--user-data-dir=" + profile);
        options.setCapability("goog:loggingPrefs", logs);
        return options;
    }

    // ---- doing

    /** A new visit, with nothing kept of the one before. */
    public void visit(String address) {
        driver.get("about:blank");
        driver.get(address);
    }

    public void size(int width, int height) {
        device(Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    private void device(Map<String, Object> metrics) {
        cdp("Emulation.setDeviceMetricsOverride", metrics);
    }

    /** What the reader's system says about colours. */
    public void dark(boolean isDark) {
        cdp(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(
                                Map.of(
                                        "name",
                                        "prefers-color-scheme",
                                        "value",
                                        isDark ? "dark" : "light"))));
    }

    private void cdp(String command, Map<String, Object> parameters) {
        ((ChromeDriver) driver).executeCdpCommand(command, parameters);
    }

    /** Keys as a person presses them, wherever the focus is. */
    public void press(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    public void click(String selector) {
        await("a click on " + selector, () -> clicked(selector));
    }

    private boolean clicked(String selector) {
        List<WebElement> found = driver.findElements(By.cssSelector(selector));
        if (found.isEmpty() || !found.getFirst().isEnabled()) {
            return false;
        }
        found.getFirst().click();
        return true;
    }

    public void type(String selector, String words) {
        WebElement field = driver.findElement(By.cssSelector(selector));
        field.clear();
        field.sendKeys(words);
    }

    // ---- seeing

    public String title() {
        return Objects.requireNonNullElse(driver.getTitle(), "");
    }

    /** What a reader sees of the first such element; empty where there is none. */
    public String text(String selector) {
        List<String> all = texts(selector);
        return all.isEmpty() ? "" : all.getFirst();
    }

    public List<String> texts(String selector) {
        List<String> all = new ArrayList<>();
        for (Object each :
                list(
                        "return [...document.querySelectorAll(arguments[0])].map(e => e.innerText)",
                        selector)) {
            all.add(String.valueOf(each).strip());
        }
        return all;
    }

    public int count(String selector) {
        return texts(selector).size();
    }

    /** The value of an expression. */
    public Object value(String expression) {
        return Objects.requireNonNullElse(driver.executeScript("return " + expression), "");
    }

    public double number(String expression) {
        return ((Number) value(expression)).doubleValue();
    }

    private List<?> list(String script, Object... arguments) {
        return (List<?>) Objects.requireNonNull(driver.executeScript(script, arguments));
    }

    public void await(String what, BooleanSupplier condition) {
        try {
            Awaitility.await(what)
                    .atMost(SOON)
                    .pollInterval(Duration.ofMillis(50))
                    .ignoreExceptionsInstanceOf(StaleElementReferenceException.class)
                    .until(condition::getAsBoolean);
        } catch (ConditionTimeoutException late) {
            throw new AssertionError(
                    what + "; the page: " + text("body") + "\n" + complaints(), late);
        }
    }

    /** What the page wrote to the console as a warning or worse since last asked. */
    public List<String> complaints() {
        List<String> said = new ArrayList<>();
        for (LogEntry each : driver.manage().logs().get(LogType.BROWSER)) {
            if (each.getLevel().intValue() >= Level.WARNING.intValue()) {
                said.add(each.getMessage());
            }
        }
        return said;
    }

    /**
     * What axe finds wrong with the page as it is, WCAG 2.1 AA and best practice.
     *
     * @return each as rule, and the elements
     */
    public List<String> barriers() {
        driver.executeScript("if (!window.axe) {" + AXE + "}");
        Object found =
                driver.executeAsyncScript(
                        "const done = arguments[arguments.length - 1];axe.run().then(r =>"
                            + " done(r.violations.map(v => v.id + ': ' + v.help + ' ' +"
                            + " v.nodes.map(n => n.target + ' ' + n.failureSummary).join('; '))), e"
                            + " => done(['axe: ' + e]))");
        return ((List<?>) Objects.requireNonNull(found)).stream().map(String::valueOf).toList();
    }

    /** Keeps a picture beside the results of the tests. */
    public void picture(String name) {
        try {
            Files.createDirectories(PICTURES);
            Files.write(PICTURES.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String axe() {
        try (InputStream in =
                Objects.requireNonNull(Chromium.class.getResourceAsStream("/axe.min.js"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        driver.quit();
        try (var files = Files.walk(profile)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + profile, e);
        }
    }
}
