// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tenantrls.tests.support.Chromium;
import io.github.tenantrls.verify.ReportFormat;
import io.github.tenantrls.verify.VerificationReport;
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

    private static final String FOCUS = "document.activeElement.textContent.trim()";

    private Chromium chromium;
    private ReportPage page;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        Optional<String> executable = Chromium.executable();
        assumeTrue(executable.isPresent(), "There is no chromium on the PATH, so the page is not tried; install it");
        chromium = Chromium.start(executable.orElseThrow(), folder.resolve("profile"));
        page = new ReportPage(folder, chromium);
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
            page.open(report, 1440, 900);
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
        page.open(SampleReports.typical(), 1440, 900);
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
        page.open(SampleReports.large(24), 1440, 900);
        chromium.click("a[data-rule='RLS003']");
        assertThat(chromium.eval("document.activeElement.id")).isEqualTo("detail-title");
        assertThat(page.detail())
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
        page.open(SampleReports.large(24), 1440, 900);
        chromium.click("a[data-rule='RLS002']");
        String byMouse = page.detail();
        page.open(SampleReports.large(24), 1440, 900);
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
        assertThat(page.detail()).isEqualTo(byMouse);
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
        page.open(SampleReports.large(24), 1440, 900);
        String all = chromium.eval("document.getElementById('status').textContent");
        assertThat(all).matches("(\\d+) of \\1 findings");
        for (String kind : List.of("critical", "high", "low", "accepted")) {
            chromium.click("input[value='" + kind + "']");
        }
        assertThat(chromium.eval("[...document.querySelectorAll('main article.finding')].filter(a => !a.hidden)"
                        + ".every(a => a.dataset.kind === 'medium')"))
                .isEqualTo("true");
        chromium.click("#all-tables");
        assertThat(page.visibleRows()).isPositive().isLessThan(24);
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
        page.open(SampleReports.large(24), 1440, 900);
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
        page.open(report, 1440, 900);
        chromium.click("#f1 button.copy");
        assertThat(chromium.eval(
                        "new Promise(done => setTimeout(() => navigator.clipboard.readText().then(done), 300))"))
                .isEqualTo(report.findings().get(0).mendingScript());
        assertThat(chromium.eval("document.querySelector('#f1 button.copy').textContent"))
                .isEqualTo("Copied");
    }

    @Test
    void a_screen_reader_has_names_for_all_of_it() throws Exception {
        page.open(SampleReports.large(24), 1440, 900);
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
        page.scheme(scheme);
        page.open(SampleReports.large(24), 1440, 900);
        chromium.click("a[data-rule='RLS003']");
        assertThat(page.poorContrasts()).isEqualTo("[]");
        page.scheme("light");
    }

    @Test
    void without_scripts_all_of_it_can_be_read() throws Exception {
        chromium.call("Emulation.setScriptExecutionDisabled", Map.of("value", true));
        page.open(SampleReports.large(24), 1440, 900);
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
        page.open(report, 1440, 900);
        assertThat(page.visibleRows()).as("those with findings").isBetween(100, 250);
        assertThat(page.millis("document.getElementById('all-tables').click()")).isLessThan(10_000);
        assertThat(page.visibleRows()).isEqualTo(501);
        assertThat(page.millis("document.getElementById('all-rules').click()"))
                .isLessThan(15_000); // 6.3 s on two cores under a load of 10
        assertThat(page.millis("(() => { const q = document.getElementById('query'); q.value = 'note_3';"
                        + " q.dispatchEvent(new Event('input', {bubbles: true})); })()"))
                .isLessThan(10_000);
        assertThat(page.visibleRows()).isBetween(1, 20);
    }

    @Test
    void it_is_printed_without_what_is_for_the_screen() throws Exception {
        chromium.call("Emulation.setEmulatedMedia", Map.of("media", "print"));
        page.open(SampleReports.large(24), 1000, 1400);
        assertThat(chromium.eval("document.getElementById('filter').checkVisibility() + ' '"
                        + " + document.querySelector('button.copy').checkVisibility() + ' '"
                        + " + document.querySelector('#f1 code').checkVisibility()"))
                .isEqualTo("false false true");
        page.picture("print");
        chromium.call("Emulation.setEmulatedMedia", Map.of("media", ""));
    }

    @Test
    void it_fits_a_narrow_screen() throws Exception {
        for (String scheme : List.of("light", "dark")) {
            page.scheme(scheme);
            page.open(SampleReports.large(24), 390, 844);
            page.picture("narrow-" + scheme);
            chromium.click("a[data-rule='RLS003']");
            assertThat(page.detail()).contains("RLS003 owner-exempt");
            page.picture("narrow-detail-" + scheme);
            assertThat(chromium.eval("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                    .isEqualTo("0");
        }
        for (String scheme : List.of("dark", "light")) {
            page.scheme(scheme);
            page.open(SampleReports.large(24), 1440, 900);
            page.picture("wide-" + scheme);
            chromium.click("a[data-rule='RLS003']");
            page.picture("wide-detail-" + scheme);
        }
    }
}
