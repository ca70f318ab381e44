// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.verify.Finding;
import io.github.tenantrls.verify.ReportFormat;
import io.github.tenantrls.verify.VerificationReport;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** The HTML report holds all of it, and is what it is meant to be whatever the names in the database are. */
class HtmlReportTest {

    static Stream<VerificationReport> reports() {
        return Stream.of(
                SampleReports.typical(), SampleReports.clean(), SampleReports.hostile(), SampleReports.large(24));
    }

    @ParameterizedTest
    @MethodSource("reports")
    void it_is_well_formed_and_each_link_leads_to_an_anchor(VerificationReport report) throws Exception {
        Document page = page(report);
        List<String> anchors = new ArrayList<>();
        List<String> links = new ArrayList<>();
        for (Element element : elements(page, "*")) {
            if (element.hasAttribute("id")) {
                anchors.add(element.getAttribute("id"));
            }
            if (element.hasAttribute("href")) {
                links.add(element.getAttribute("href").replaceFirst("^#", ""));
            }
            assertThat(element.getAttribute("style") + element.getAttribute("onclick"))
                    .isEmpty();
        }
        assertThat(anchors).doesNotHaveDuplicates().containsAll(links);
    }

    @ParameterizedTest
    @MethodSource("reports")
    void each_finding_is_there_with_its_words_and_its_sql(VerificationReport report) throws Exception {
        List<Element> articles = elements(page(report), "article").stream()
                .filter(article -> article.getAttribute("class").equals("finding"))
                .toList();
        assertThat(articles)
                .hasSize(report.findings().size() + report.accepted().size());
        boolean plain = !report.unit().equals(SampleReports.HOSTILE);
        for (Finding finding : report.findings()) {
            assertThat(articles)
                    .extracting(Element::getTextContent)
                    .anyMatch(text -> text.contains(finding.rule() + " " + finding.name())
                            && (!plain
                                    || text.contains(finding.message().substring(1))
                                            && text.contains(finding.mendingScript())));
        }
    }

    @Test
    void hostile_names_are_texts() throws Exception {
        String html = SampleReports.hostile().render(ReportFormat.HTML);
        assertThat(html.split("<script>", -1))
                .as("the script of the page alone")
                .hasSize(2);
        assertThat(html.replaceAll("(?s)<code>.*?</code>", "")).doesNotContain("</x>", "\u202e", "\u0007", "\u2028");
        Document page = page(SampleReports.hostile());
        assertThat(elements(page, "h1").get(0).getTextContent())
                .contains("a\"b'c</x>]]>&amp;|`d```e\\f{0}", "\\u000a\\u000d\\u0009", "\\u202e", "<script>#");
        assertThat(elements(page, "code").get(0).getTextContent()).contains("comment on table \"a\"\"b'c</x>]]>&amp;|");
    }

    @Test
    void the_verdict_is_in_plain_words() throws Exception {
        assertThat(verdict(SampleReports.clean()))
                .isEqualTo("\u2714The rules found nothing wrong; it was not tried out.");
        assertThat(verdict(SampleReports.typical()))
                .isEqualTo("\u2716The tenants are not isolated: one can read or change rows of others.");
        assertThat(verdict(SampleReports.large(24)))
                .isEqualTo("\u2716The tenants are not isolated: an attempt to cross from one to another succeeded.");
        assertThat(verdict(SampleReports.tried()))
                .isEqualTo("\u2714The rules found nothing wrong; for 2 of 3 tables the probe did not prove it.");
    }

    @Test
    void what_is_accepted_obsolete_and_tried_is_there() throws Exception {
        String text = page(SampleReports.large(24)).getDocumentElement().getTextContent();
        assertThat(text)
                .contains(
                        "Severity high. Accepted until 2027-01-31: ticket 123",
                        "RLS003 public.gone until 2027-01-31: ticket 124",
                        "? not provablepublic.taskthe role may not insert into public.task, so no row can be built",
                        "2026-11-26 05:00 UTC",
                        "PostgreSQL 18.6");
    }

    private static String verdict(VerificationReport report) throws Exception {
        return elements(page(report), "p").stream()
                .filter(p -> p.getAttribute("class").startsWith("verdict"))
                .findFirst()
                .orElseThrow()
                .getTextContent();
    }

    /** Read as XML, which forgives nothing; without the doctype, and the script, which is not text there. */
    private static Document page(VerificationReport report) throws Exception {
        String html = report.render(ReportFormat.HTML);
        assertThat(html).startsWith("<!DOCTYPE html>\n");
        String xml = html.substring(html.indexOf('\n')).replaceFirst("(?s)<script>.*</script>", "<script></script>");
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(xml.strip())));
    }

    private static List<Element> elements(Document page, String name) {
        NodeList nodes = page.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }
}
