package io.keyferry.acceptance.browser;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.print.PageSize;
import org.openqa.selenium.print.PrintOptions;

/** The distribution's Chromium, headless, for tests that see what a person sees. */
public final class Chromium implements AutoCloseable {

  private static final String BROWSER = "/usr/bin/chromium";
  private static final String DRIVER = "/usr/bin/chromedriver";

  private static final String AXE =
      """
      const done = arguments[arguments.length - 1];
      const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
      axe.run({runOnly: {type: 'tag', values: tags}})
        .then(result => done(result.violations.map(
          rule => rule.id + ': ' + rule.nodes.map(node => node.target.join(' ')).join(', '))))
        .catch(error => done([String(error)]));
      """;

  private final ChromeDriver driver;

  private Chromium(ChromeDriver driver) {
    this.driver = driver;
  }

  /**
   * Starts a browser with an empty profile and without network services of its own.
   *
   * @param profile an empty folder for the browser's data
   */
  public static Chromium start(Path profile) {
    ChromeOptions options = new ChromeOptions();
    options.setBinary(BROWSER);
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--user-data-dir=" + profile);
    ChromeDriverService service =
        new ChromeDriverService.Builder().usingDriverExecutable(new File(DRIVER)).build();
    ChromeDriver driver = new ChromeDriver(service, options);
    driver.manage().timeouts().pageLoadTimeout(Duration.ofSeconds(30));
    return new Chromium(driver);
  }

  public void open(Path file) {
    driver.get(file.toUri().toString());
  }

  /** Opens a page of a server. */
  public void open(URI page) {
    driver.get(page.toString());
  }

  /** Emulates the preference for dark pages. */
  public void preferDark() {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", "dark"))));
  }

  /** The page's background as painted: {@code rgb(255, 255, 255)}. */
  public String background() {
    return driver.findElement(By.tagName("body")).getCssValue("background-color");
  }

  /** Sets the window's size in CSS pixels. */
  public void resize(int width, int height) {
    driver.manage().window().setSize(new Dimension(width, height));
  }

  public String title() {
    return String.valueOf(driver.getTitle());
  }

  /** The visible text of the elements that match the selector, top to bottom. */
  public List<String> texts(String selector) {
    return driver.findElements(By.cssSelector(selector)).stream().map(WebElement::getText).toList();
  }

  /** By how many CSS pixels the page is wider than its window; 0 if nothing is cut off. */
  public long overflow() {
    return number("document.documentElement.scrollWidth - document.documentElement.clientWidth");
  }

  /** What the page requested besides itself: scripts, styles, pictures, fonts. */
  public long requests() {
    return number("performance.getEntriesByType('resource').length");
  }

  private long number(String expression) {
    return driver.executeScript("return " + expression) instanceof Number number
        ? number.longValue()
        : -1;
  }

  /**
   * What keeps people out by WCAG 2.2, levels A and AA, as axe-core finds it: rule and elements.
   */
  public List<String> barriers() throws IOException {
    try (InputStream axe =
        Optional.ofNullable(ClassLoader.getSystemResourceAsStream("axe.min.js")).orElseThrow()) {
      driver.executeScript(new String(axe.readAllBytes(), StandardCharsets.UTF_8));
    }
    return driver.executeAsyncScript(AXE) instanceof List<?> found
        ? found.stream().map(String::valueOf).toList()
        : List.of("axe-core returned no list");
  }

  public byte[] screenshot() {
    return driver.getScreenshotAs(OutputType.BYTES);
  }

  /** Prints the page on A4, as PDF. */
  public byte[] print() {
    PrintOptions a4 = new PrintOptions();
    a4.setPageSize(PageSize.ISO_A4);
    return Base64.getDecoder().decode(driver.print(a4).getContent());
  }

  @Override
  public void close() {
    driver.quit();
  }
}
