// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tenantrls.tests.support.Chromium;
import io.github.tenantrls.verify.ReportFormat;
import io.github.tenantrls.verify.VerificationReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The HTML report as a person uses it: with mouse, keyboard and screen reader, in Chromium. */
@TestInstance(Lifecycle.PER_CLASS)
class HtmlReportIT {

    private static final Path PICTURES = Path.of("target", "report");
    private static final String FOCUS = "document.activeElement.textContent.trim()";

    /** Texts whose colour is not 4.5 times as bright, or dark, as what is behind them (WCAG 2.2, 1.4.3). */
    private static final String CONTRASTS = """
            (() => {
              const parse = (color) => color.match(/[\\d.]+/g).map(Number);
              const luminance = ([r, g, b]) => {
                const [x, y, z] = [r, g, b].map((c) => c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4);
                return 0.2126 * x + 0.7152 * y + 0.0722 * z;
              };
              const behind = (element) => {
                for (let at = element; at; at = at.parentElement) {
                  const color = parse(getComputedStyle(at).backgroundColor);
                  if (color.length === 3 || color[3] === 1) return color;
                }
                return [255, 255, 255];
              };
              const poor = new Set();
              document.querySelectorAll('body *').forEach((element) => {
                const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
                if (!own || !element.checkVisibility() || element.matches('script, style')) return;
                const [a, b] = [luminance(parse(getComputedStyle(element).color)), luminance(behind(element))];
                const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
                if (ratio < 4.5) poor.add(element.tagName + ' ' + element.className + ' ' + ratio.toFixed(2));
              });
              return JSON.stringify([...poor]);
            })()""";

    private Path folder;
    private Chromium chromium;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        this.folder = folder;
        Optional<String> executable = Chromium.executable();
        assumeTrue(executable.isPresent(), "There is no chromium on the PATH, so the page is not tried; install it");
        chromium = Chromium.start(executable.orElseThrow(), folder.resolve("profile"));
    }

    @AfterAll
    void stop() throws Exception {
        if (chromium != null) {
            chromium.close();
        }
    }

    @Test
    void it_asks_for_nothing_and_has_no_error_whatever_is_in_it() throws Exception {
        for (VerificationReport report :
                List.of(SampleReports.large(24), SampleReports.hostile(), SampleReports.clean())) {
            open(report, 1440, 900);
            assertThat(chromium.eval("document.scripts.length + ' ' + document.images.length"))
                    .isEqualTo("1 0");
            assertThat(chromium.eval("document.getElementById('filter').hidden"))
                    .isEqualTo("false");
        }
        assertThat(chromium.events("Runtime.exceptionThrown")).isEmpty();
        assertThat(chromium.events("Runtime.consoleAPICalled")).isEmpty();
        assertThat(chromium.events("Log.entryAdded")).isEmpty();
        assertThat(chromium.events("Network.requestWillBeSent"))
                .isNotEmpty()
                .allMatch(event -> event.at("/params/request/url").textValue().startsWith("file:"));
    }

    @Test
    void its_policy_lets_no_other_script_run() throws Exception {
        open(SampleReports.typical(), 1440, 900);
        chromium.eval("(() => { const s = document.createElement('script'); s.textContent = 'window.ran = 1';"
                + " document.body.append(s); document.body.insertAdjacentHTML('beforeend',"
                + " '<img src=x onerror=\"window.ran = 2\">'); })()");
        assertThat(chromium.eval("new Promise(done => setTimeout(() => done(String(window.ran)), 300))"))
                .isEqualTo("undefined");
        chromium.forget("Log.entryAdded");
        chromium.forget("Network.requestWillBeSent");
    }

    @Test
    void a_click_shows_what_was_found_and_escape_goes_back() throws Exception {
        open(SampleReports.large(24), 1440, 900);
        chromium.click("a[data-rule='RLS003']");
        assertThat(chromium.eval("document.activeElement.id")).isEqualTo("detail-title");
        assertThat(detail())
                .contains(
                        "RLS003 owner-exempt", "Row-level security is not forced", "force row level security;", "Copy");
        assertThat(chromium.eval("document.querySelector('#detail article').id + document.getElementById('f1').id"))
                .as("anchors stay where they were")
                .isEqualTo("f1");
        chromium.press("Escape", 27);
        assertThat(chromium.eval(
                        "document.getElementById('detail').hidden + ' ' + document.activeElement.dataset.rule"))
                .isEqualTo("true RLS003");
    }

    @Test
    void the_keyboard_leads_to_the_same() throws Exception {
        open(SampleReports.large(24), 1440, 900);
        chromium.click("a[data-rule='RLS002']");
        String byMouse = detail();
        open(SampleReports.large(24), 1440, 900);
        int stops = 0;
        while (!chromium.eval("String(document.activeElement.closest('#matrix') !== null)")
                .equals("true")) {
            chromium.press("Tab", 9);
            assertThat(++stops).as("stops before the matrix").isLessThan(12);
        }
        assertThat(chromium.eval(FOCUS)).isEqualTo("Table");
        chromium.press("ArrowDown", 40);
        assertThat(chromium.eval(FOCUS)).startsWith("public.");
        for (int column = 0; column < 3; column++) {
            chromium.press("ArrowRight", 39);
        }
        assertThat(chromium.eval("document.activeElement.dataset.rule")).isEqualTo("RLS002");
        assertThat(chromium.eval("getComputedStyle(document.activeElement).outlineStyle"))
                .isEqualTo("solid");
        chromium.press("Enter", 13);
        assertThat(detail()).isEqualTo(byMouse);
        chromium.press("Escape", 27);
        assertThat(chromium.eval("document.activeElement.dataset.rule")).isEqualTo("RLS002");
        chromium.press("Home", 36);
        assertThat(chromium.eval(FOCUS)).startsWith("public.");
        chromium.press("ArrowUp", 38);
        assertThat(chromium.eval(FOCUS)).isEqualTo("Table");
        chromium.press("Tab", 9);
        assertThat(chromium.eval("String(document.activeElement.closest('#matrix') === null)"))
                .as("the matrix is one stop of the Tab key")
                .isEqualTo("true");
    }

    @Test
    void it_is_filtered_by_severity_and_by_words() throws Exception {
        open(SampleReports.large(24), 1440, 900);
        String all = chromium.eval("document.getElementById('status').textContent");
        assertThat(all).matches("(\\d+) of \\1 findings");
        for (String kind : List.of("critical", "high", "low", "accepted")) {
            chromium.click("input[value='" + kind + "']");
        }
        assertThat(chromium.eval("[...document.querySelectorAll('main article.finding')].filter(a => !a.hidden)"
                        + ".every(a => a.dataset.kind === 'medium')"))
                .isEqualTo("true");
        chromium.click("#all-tables");
        assertThat(visibleRows()).isPositive().isLessThan(24);
        chromium.eval("(() => { const q = document.getElementById('query'); q.value = 'UNIQUE index';"
                + " q.dispatchEvent(new Event('input', {bubbles: true})); })()");
        assertThat(chromium.eval("[...document.querySelectorAll('#matrix a[data-rule]')].filter(a => a.dataset.rule"
                        + " && a.getClientRects().length).map(a => a.dataset.rule).join()"))
                .matches("RLS026(,RLS026)*");
        assertThat(chromium.eval("document.getElementById('status').textContent"))
                .isNotEqualTo(all);
    }

    @Test
    void all_rules_are_shown_on_demand() throws Exception {
        open(SampleReports.large(24), 1440, 900);
        String columns = "document.querySelectorAll('#matrix thead tr:last-child th').length + ' '"
                + " + document.querySelectorAll('#matrix tr.subject')[0].cells.length";
        assertThat(chromium.eval(columns)).isEqualTo("6 9");
        chromium.click("#all-rules");
        assertThat(chromium.eval(columns)).isEqualTo("54 57");
        chromium.click("#all-rules");
        assertThat(chromium.eval(columns)).isEqualTo("6 9");
    }

    @Test
    void the_sql_is_copied() throws Exception {
        chromium.call(
                "Browser.grantPermissions",
                Map.of("permissions", List.of("clipboardReadWrite", "clipboardSanitizedWrite")));
        VerificationReport report = SampleReports.typical();
        open(report, 1440, 900);
        chromium.click("#f1 button.copy");
        assertThat(chromium.eval(
                        "new Promise(done => setTimeout(() => navigator.clipboard.readText().then(done), 300))"))
                .isEqualTo(report.findings().get(0).mendingScript());
        assertThat(chromium.eval("document.querySelector('#f1 button.copy').textContent"))
                .isEqualTo("Copied");
    }

    @Test
    void a_screen_reader_has_names_for_all_of_it() throws Exception {
        open(SampleReports.large(24), 1440, 900);
        chromium.click("a[data-rule='RLS002']");
        List<String> unnamed = new ArrayList<>();
        List<String> named = new ArrayList<>();
        for (JsonNode node :
                chromium.call("Accessibility.getFullAXTree", Map.of()).get("nodes")) {
            String role = node.at("/role/value").asText();
            String name = node.at("/name/value").asText().strip();
            if (!node.path("ignored").asBoolean()
                    && List.of(
                                    "link",
                                    "button",
                                    "checkbox",
                                    "searchbox",
                                    "grid",
                                    "columnheader",
                                    "rowheader",
                                    "complementary",
                                    "heading",
                                    "list",
                                    "search")
                            .contains(role)) {
                (name.isBlank() && !role.equals("list") ? unnamed : named).add(role + " " + name);
            }
        }
        assertThat(unnamed).isEmpty();
        assertThat(named)
                .contains(
                        "heading Tenant isolation of orders",
                        "grid What was found, by table and by rule; the arrow keys move, Enter shows details",
                        "searchbox Find",
                        "columnheader RLS002 policies-without-rls",
                        "columnheader Policies",
                        "rowheader public.project",
                        "list Findings by severity",
                        "button Close (Esc)",
                        "complementary public.\"Order\"_1");
        assertThat(named).anyMatch(name -> name.matches("link \u2716 critical.*"));
        assertThat(chromium.eval("document.querySelector('#detail-body').getAttribute('aria-live')"))
                .isEqualTo("polite");
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void texts_stand_out_from_what_is_behind_them(String scheme) throws Exception {
        scheme(scheme);
        open(SampleReports.large(24), 1440, 900);
        chromium.click("a[data-rule='RLS003']");
        assertThat(chromium.eval(CONTRASTS)).isEqualTo("[]");
        scheme("light");
    }

    @Test
    void without_scripts_all_of_it_can_be_read() throws Exception {
        chromium.call("Emulation.setScriptExecutionDisabled", Map.of("value", true));
        open(SampleReports.large(24), 1440, 900);
        chromium.click("a[data-rule='RLS003']");
        assertThat(chromium.eval("location.hash")).matches("#f\\d+");
        assertThat(chromium.eval("document.querySelector('article:target').innerText"))
                .contains("RLS003", "force row level security;")
                .doesNotContain("Copy");
        assertThat(chromium.eval("document.getElementById('filter').checkVisibility()"))
                .isEqualTo("false");
        chromium.call("Emulation.setScriptExecutionDisabled", Map.of("value", false));
    }

    @Test
    void five_hundred_tables_are_no_burden() throws Exception {
        VerificationReport report = SampleReports.large(500);
        assertThat(report.render(ReportFormat.HTML).length()).isLessThan(1_500_000);
        open(report, 1440, 900);
        assertThat(visibleRows()).as("those with findings").isBetween(100, 250);
        assertThat(millis("document.getElementById('all-tables').click()")).isLessThan(10_000);
        assertThat(visibleRows()).isEqualTo(501);
        assertThat(millis("document.getElementById('all-rules').click()"))
                .isLessThan(15_000); // 6.3 s on two cores under a load of 10
        assertThat(millis("(() => { const q = document.getElementById('query'); q.value = 'note_3';"
                        + " q.dispatchEvent(new Event('input', {bubbles: true})); })()"))
                .isLessThan(10_000);
        assertThat(visibleRows()).isBetween(1, 20);
    }

    @Test
    void it_is_printed_without_what_is_for_the_screen() throws Exception {
        chromium.call("Emulation.setEmulatedMedia", Map.of("media", "print"));
        open(SampleReports.large(24), 1000, 1400);
        assertThat(chromium.eval("document.getElementById('filter').checkVisibility() + ' '"
                        + " + document.querySelector('button.copy').checkVisibility() + ' '"
                        + " + document.querySelector('#f1 code').checkVisibility()"))
                .isEqualTo("false false true");
        picture("print");
        chromium.call("Emulation.setEmulatedMedia", Map.of("media", ""));
    }

    @Test
    void it_fits_a_narrow_screen() throws Exception {
        for (String scheme : List.of("light", "dark")) {
            scheme(scheme);
            open(SampleReports.large(24), 390, 844);
            picture("narrow-" + scheme);
            chromium.click("a[data-rule='RLS003']");
            assertThat(detail()).contains("RLS003 owner-exempt");
            picture("narrow-detail-" + scheme);
            assertThat(chromium.eval("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                    .isEqualTo("0");
        }
        for (String scheme : List.of("dark", "light")) {
            scheme(scheme);
            open(SampleReports.large(24), 1440, 900);
            picture("wide-" + scheme);
            chromium.click("a[data-rule='RLS003']");
            picture("wide-detail-" + scheme);
        }
    }

    private String detail() {
        return chromium.eval(
                "document.getElementById('detail').checkVisibility() ? document.getElementById('detail').innerText : ''");
    }

    private int visibleRows() {
        return Integer.parseInt(
                chromium.eval(
                        "[...document.querySelectorAll('#matrix tr.subject')].filter(row => row.getClientRects().length).length"));
    }

    /** Until it is laid out. */
    private double millis(String script) {
        return Double.parseDouble(chromium.eval("(() => { const start = performance.now(); " + script
                + "; document.body.getBoundingClientRect(); return performance.now() - start; })()"));
    }

    private void scheme(String scheme) {
        chromium.call(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    private void picture(String name) throws Exception {
        chromium.screenshot(PICTURES.resolve(name + ".png"));
    }

    private void open(VerificationReport report, int width, int height) throws Exception {
        Path file = folder.resolve("report.html");
        Files.writeString(file, report.render(ReportFormat.HTML));
        chromium.call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        chromium.open(file.toUri());
    }
}
