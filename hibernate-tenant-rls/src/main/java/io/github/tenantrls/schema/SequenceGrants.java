// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.schema;

import io.github.tenantrls.internal.SqlName;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.model.relational.Sequence;
import org.hibernate.boot.model.relational.SqlStringGenerationContext;

/** Lets the role of the application draw identifiers from the sequences of a persistence unit, which are no tenant's. */
public final class SequenceGrants {

    private SequenceGrants() {}

    /**
     * Grants what is lacking, one statement for each sequence; each may run any number of times.
     *
     * @param metadata the mapping, complete
     * @param names how Hibernate writes names in SQL, with its default schema
     * @param role the role that the application logs in as
     * @param filter which sequences to include
     * @param lineBreak what to put between the lines of a statement, a line break or a space
     * @return the statements
     */
    public static List<String> of(
            Metadata metadata,
            SqlStringGenerationContext names,
            String role,
            Predicate<Sequence> filter,
            String lineBreak) {
        RuntimeGrants grants = new RuntimeGrants(role);
        return StreamSupport.stream(metadata.getDatabase().getNamespaces().spliterator(), false)
                .flatMap(namespace ->
                        StreamSupport.stream(namespace.getSequences().spliterator(), false))
                .filter(filter)
                .map(sequence -> SqlName.parse(names.format(sequence.getName())).stream()
                        .map(SqlName::quote)
                        .collect(Collectors.joining(".")))
                .sorted()
                .map(sqlName -> {
                    DoBlock block = new DoBlock(lineBreak);
                    block.line(grants.onSequence(sqlName));
                    return block.sql();
                })
                .toList();
    }
}
