// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.cli;

import io.github.tenantrls.tenants.TenantSeed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads tenants from a CSV file with the columns {@code slug}, {@code name} and maybe {@code id}, in any order. */
final class TenantCsv {

    private static final List<String> COLUMNS = List.of("slug", "name", "id");

    private final Path file;

    private TenantCsv(Path file) {
        this.file = file;
    }

    /**
     * A tenant in a file.
     *
     * @param line where it begins, from 1
     * @param seed what is there
     */
    record Row(int line, TenantSeed seed) {}

    /**
     * Reads a file.
     *
     * @throws Refusal if it cannot be read, with the line
     */
    static List<Row> read(Path file) {
        return new TenantCsv(file).rows();
    }

    private List<Row> rows() {
        List<Csv.Row> all = Csv.parse(text(), this::refused);
        if (all.isEmpty()) {
            throw refused(1, "there is no header");
        }
        List<String> header = header(all.get(0));
        List<Row> rows = new ArrayList<>();
        for (Csv.Row row : all.subList(1, all.size())) {
            if (row.fields().size() != header.size()) {
                throw refused(row.line(), row.fields().size() + " fields, where the header has " + header.size());
            }
            rows.add(new Row(row.line(), seed(header, row.fields())));
        }
        return rows;
    }

    private List<String> header(Csv.Row row) {
        List<String> header = row.fields().stream()
                .map(field -> field.strip().toLowerCase(Locale.ROOT))
                .toList();
        boolean known =
                COLUMNS.containsAll(header) && header.stream().distinct().count() == header.size();
        if (!known || !header.contains("slug") || !header.contains("name")) {
            throw refused(row.line(), "the header is to have slug, name and maybe id, each once and nothing else");
        }
        return header;
    }

    private static TenantSeed seed(List<String> header, List<String> fields) {
        int id = header.indexOf("id");
        String given = id < 0 ? "" : fields.get(id).strip();
        return new TenantSeed(
                given.isEmpty() ? null : given,
                fields.get(header.indexOf("slug")).strip(),
                fields.get(header.indexOf("name")));
    }

    private String text() {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new Refusal(ExitCode.USAGE, file + " is not text in UTF-8; save it as such", e);
        } catch (IOException e) {
            throw new Refusal(
                    ExitCode.USAGE,
                    file + " cannot be read (" + e.getClass().getSimpleName() + "); name a file that you may read",
                    e);
        }
    }

    private Refusal refused(int line, String what) {
        return new Refusal(
                ExitCode.USAGE,
                file + ", line " + line + ": " + what + "; nothing was created, correct it and run it again");
    }
}
