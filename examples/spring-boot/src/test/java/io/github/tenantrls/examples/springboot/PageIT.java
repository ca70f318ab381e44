// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.examples.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The page, as Chromium shows it once its scripts have run. */
@RunningApplication
class PageIT {

    private static final Path SCREENSHOT = Path.of("target", "two-tenants.png");

    @LocalServerPort
    private int port;

    @TempDir
    private Path profile;

    @Test
    void two_tenants_stand_side_by_side_and_neither_shows_a_row_of_the_other() throws Exception {
        String dom = open("--dump-dom");
        assertThat(section(dom, "acme-title"))
                .contains("<li>Apollo</li>", "projects")
                .doesNotContain("Boreas");
        assertThat(section(dom, "globex-title"))
                .contains("<li>Boreas</li>", "projects")
                .doesNotContain("Apollo");
        assertThat(section(dom, "hostile-title"))
                .contains("Refused with status 404")
                .doesNotContain("<li>");
    }

    @Test
    void it_can_be_seen() throws Exception {
        Files.createDirectories(SCREENSHOT.toAbsolutePath().getParent());
        Files.deleteIfExists(SCREENSHOT);
        open("--screenshot=" + SCREENSHOT.toAbsolutePath(), "--window-size=1280,600");
        assertThat(Files.size(SCREENSHOT)).isGreaterThan(1000);
    }

    /** What Chromium writes; waits until nothing is asked of the server any more. */
    private String open(String... options) throws IOException, InterruptedException {
        Optional<String> chromium = chromium();
        assumeTrue(chromium.isPresent(), "There is no chromium on the PATH, so the page is not tried; install it");
        List<String> command = new ArrayList<>(List.of(
                chromium.orElseThrow(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--user-data-dir=" + profile,
                "--virtual-time-budget=10000"));
        command.addAll(List.of(options));
        command.add("http://localhost:" + port + "/");
        File out = profile.resolve("out").toFile();
        Process process = new ProcessBuilder(command)
                .redirectOutput(out)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThat(process.waitFor(90, TimeUnit.SECONDS))
                    .as("Chromium ends")
                    .isTrue();
        } finally {
            process.destroyForcibly().waitFor();
        }
        return Files.readString(out.toPath(), StandardCharsets.UTF_8);
    }

    private static Optional<String> chromium() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(folder -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    private static String section(String dom, String title) {
        int begin = dom.indexOf("<section aria-labelledby=\"" + title);
        assertThat(begin).as("section %s of %s", title, dom).isNotNegative();
        return dom.substring(begin, dom.indexOf("</section>", begin));
    }
}
