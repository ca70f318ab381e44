// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.verify;

import io.github.tenantrls.tests.support.Chromium;
import io.github.tenantrls.verify.ReportFormat;
import io.github.tenantrls.verify.VerificationReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** An HTML report that is open in Chromium. */
final class ReportPage {

    private static final Path PICTURES = Path.of("target", "report");

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

    private final Path folder;
    private final Chromium chromium;

    ReportPage(Path folder, Chromium chromium) {
        this.folder = folder;
        this.chromium = chromium;
    }

    /** The elements whose text does not stand out. */
    String poorContrasts() {
        return chromium.eval(CONTRASTS);
    }

    String detail() {
        return chromium.eval(
                "document.getElementById('detail').checkVisibility() ? document.getElementById('detail').innerText : ''");
    }

    int visibleRows() {
        return Integer.parseInt(
                chromium.eval(
                        "[...document.querySelectorAll('#matrix tr.subject')].filter(row => row.getClientRects().length).length"));
    }

    /** Until it is laid out. */
    double millis(String script) {
        return Double.parseDouble(chromium.eval("(() => { const start = performance.now(); " + script
                + "; document.body.getBoundingClientRect(); return performance.now() - start; })()"));
    }

    void scheme(String scheme) {
        chromium.call(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    void picture(String name) throws Exception {
        chromium.screenshot(PICTURES.resolve(name + ".png"));
    }

    void open(VerificationReport report, int width, int height) throws Exception {
        Path file = folder.resolve("report.html");
        Files.writeString(file, report.render(ReportFormat.HTML));
        chromium.call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        chromium.open(file.toUri());
    }
}
