// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.envers;

import static io.github.tenantrls.tests.support.Tenants.A;
import static io.github.tenantrls.tests.support.Tenants.B;
import static io.github.tenantrls.tests.support.Tenants.C;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.tests.envers.History.Contract;
import io.github.tenantrls.tests.envers.History.Party;
import io.github.tenantrls.tests.envers.History.SharedRevision;
import io.github.tenantrls.tests.envers.History.TenantRevision;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.TestSchema;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.hibernate.SessionFactory;
import org.hibernate.envers.AuditReader;
import org.hibernate.envers.AuditReaderFactory;
import org.hibernate.envers.RevisionType;
import org.hibernate.envers.exception.RevisionDoesNotExistException;
import org.hibernate.envers.query.AuditEntity;
import org.hibernate.envers.query.AuditQuery;
import org.hibernate.envers.strategy.internal.ValidityAuditStrategy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Three tenants make, change and delete a contract each; what each reads of the past is its own. */
@ExtendWith(DatabaseExtension.class)
class RevisionsIT {

    private static Database database;

    @BeforeEach
    void empty() {
        database.empty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void each_tenant_reads_the_revisions_that_it_made(boolean validity) {
        try (SessionFactory factory = open(validity, SharedRevision.class)) {
            List<List<Number>> made = makeHistory(factory);
            long id = 0;
            for (UUID tenant : List.of(A, B, C)) {
                long own = ++id;
                List<Number> revisions = made.get((int) own - 1);
                TenantContext.runAs(tenant, () -> assertHistory(factory, own, revisions));
                for (long other = 1; other <= 3; other++) {
                    if (other != own) {
                        assertNothing(factory, tenant, other, made.get((int) other - 1));
                    }
                }
            }
            assertThat(TenantContext.<Integer, RuntimeException>callAsSystem(
                            "a test", () -> changes(factory).size()))
                    .as("the system reads all")
                    .isEqualTo(9);
        }
    }

    /** Envers reads the audit tables as any other: nothing else keeps tenants apart. */
    @Test
    void without_the_policies_the_revisions_of_all_would_be_read() {
        try (SessionFactory factory = open(false, SharedRevision.class)) {
            List<List<Number>> made = makeHistory(factory);
            TestSchema.of(database).unprotect("contract_aud");
            TenantContext.runAs(A, () -> {
                assertThat(changes(factory)).hasSize(9);
                assertThat(RevisionsIT.<List<Number>>read(factory, reader -> reader.getRevisions(Contract.class, 2L)))
                        .isEqualTo(made.get(1));
            });
        }
    }

    @Test
    void the_end_of_a_revision_is_written_in_the_tenants_own_rows() {
        try (SessionFactory factory = open(true, SharedRevision.class)) {
            makeHistory(factory);
            assertThat(database.query(
                            Role.SUPERUSER,
                            "select tenant_id || ' ' || count(*) || ' ' || count(revend) from contract_aud group by tenant_id"
                                    + " order by 1"))
                    .containsExactly(A + " 3 2", B + " 3 2", C + " 3 2");
            for (String table : List.of("contract_tags_aud", "contract_party_aud", "party_aud")) {
                assertThat(database.query(Role.SUPERUSER, "select distinct tenant_id from " + table))
                        .as(table)
                        .containsExactlyInAnyOrder(A.toString(), B.toString(), C.toString());
            }
        }
    }

    /** Revisions themselves are shared: a tenant sees numbers, times and what else is noted in them of all others. */
    @Test
    void revisions_are_shared_with_what_is_noted_in_them() {
        try (SessionFactory factory = open(false, SharedRevision.class)) {
            List<List<Number>> made = makeHistory(factory);
            TenantContext.runAs(A, () -> {
                Number ofB = made.get(1).get(0);
                assertThat(RevisionsIT.<Date>read(factory, reader -> reader.getRevisionDate(ofB)))
                        .isNotNull();
                assertThat(RevisionsIT.<String>read(
                                factory, reader -> reader.findRevision(SharedRevision.class, ofB).username))
                        .isEqualTo("user of " + B);
            });
        }
    }

    @Test
    void revisions_of_a_tenant_scoped_entity_are_a_tenants_own() {
        try (SessionFactory factory = open(true, TenantRevision.class)) {
            List<List<Number>> made = makeHistory(factory);
            TenantContext.runAs(A, () -> {
                Number ofA = made.get(0).get(0);
                Number ofB = made.get(1).get(0);
                assertThat(RevisionsIT.<String>read(
                                factory, reader -> reader.findRevision(TenantRevision.class, ofA).username))
                        .isEqualTo("user of " + A);
                assertThatThrownBy(() -> read(factory, reader -> reader.findRevision(TenantRevision.class, ofB)))
                        .isInstanceOf(RevisionDoesNotExistException.class);
                assertThatThrownBy(() -> read(factory, reader -> reader.getRevisionDate(ofB)))
                        .isInstanceOf(RevisionDoesNotExistException.class);
                assertHistory(factory, 1, made.get(0));
            });
        }
    }
    /** What the system inserts is no tenant's unless it says whose; Envers does not. */
    @Test
    void the_system_changes_audited_entities_for_their_tenant_only() {
        try (SessionFactory factory = open(false, SharedRevision.class)) {
            TenantContext.runAs(A, () -> step(factory, 0, 1));
            assertThatThrownBy(() -> TenantContext.runAsSystem(
                            "a test",
                            () -> factory.inTransaction(session -> session.find(Contract.class, 1L).name = "new")))
                    .hasStackTraceContaining(
                            "null value in column \"tenant_id\" of relation \"contract_aud\" violates not-null constraint");
            TenantContext.runAsSystem("a test", () -> TenantContext.runAs(A, () -> step(factory, 1, 1)));
            TenantContext.runAs(A, () -> assertThat(changes(factory)).hasSize(2));
        }
    }

    private SessionFactory open(boolean validity, Class<?> revision) {
        return Factories.on(database, Contract.class, Party.class, revision)
                .systemLogin()
                .with("org.hibernate.envers.audit_strategy", validity ? ValidityAuditStrategy.class.getName() : null)
                .createSchema()
                .open();
    }

    /** The revisions of each tenant: made, changed, deleted; in turns. */
    private static List<List<Number>> makeHistory(SessionFactory factory) {
        List<List<Number>> made = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (int step = 0; step < 3; step++) {
            long id = 0;
            for (UUID tenant : List.of(A, B, C)) {
                long own = ++id;
                int now = step;
                TenantContext.runAs(tenant, () -> {
                    step(factory, now, own);
                    made.get((int) own - 1)
                            .add(read(factory, reader -> reader.getRevisions(Contract.class, own))
                                    .get(now));
                });
            }
        }
        return made;
    }

    private static void step(SessionFactory factory, int step, long id) {
        factory.inTransaction(session -> {
            if (step == 0) {
                Contract contract = new Contract();
                contract.id = id;
                contract.name = "first " + id;
                contract.tags.add("tag " + id);
                Party party = new Party();
                party.id = id;
                party.name = "party " + id;
                session.persist(party);
                contract.parties.add(party);
                session.persist(contract);
            } else if (step == 1) {
                Contract contract = session.find(Contract.class, id);
                contract.name = "second " + id;
                contract.tags.add("more " + id);
                contract.parties.clear();
            } else {
                session.remove(session.find(Contract.class, id));
            }
        });
    }

    private static void assertHistory(SessionFactory factory, long id, List<Number> revisions) {
        factory.inTransaction(session -> {
            AuditReader reader = AuditReaderFactory.get(session);
            assertThat(reader.getRevisions(Contract.class, id)).isEqualTo(revisions);
            Contract first = reader.find(Contract.class, id, revisions.get(0));
            assertThat(first.name).isEqualTo("first " + id);
            assertThat(first.tags).containsExactly("tag " + id);
            assertThat(first.parties).extracting(party -> party.name).containsExactly("party " + id);
            Contract second = reader.find(Contract.class, id, revisions.get(1));
            assertThat(second.name).isEqualTo("second " + id);
            assertThat(second.tags).containsExactlyInAnyOrder("tag " + id, "more " + id);
            assertThat(second.parties).isEmpty();
            assertThat(reader.find(Contract.class, id, revisions.get(2))).isNull();
            assertThat(list(reader.createQuery().forEntitiesAtRevision(Contract.class, revisions.get(1))))
                    .as("at the revision, not those of others that were there then")
                    .hasSize(1);
            assertThat(list(reader.createQuery()
                            .forRevisionsOfEntity(Contract.class, false, true)
                            .add(AuditEntity.property("name").hasChanged())
                            .addProjection(AuditEntity.property("name"))
                            .addOrder(AuditEntity.revisionNumber().asc())))
                    .asInstanceOf(InstanceOfAssertFactories.LIST)
                    .startsWith("first " + id, "second " + id);
            assertThat(list(reader.createQuery()
                            .forRevisionsOfEntity(Contract.class, false, true)
                            .add(AuditEntity.property("note").hasChanged())
                            .add(AuditEntity.revisionType().eq(RevisionType.MOD))))
                    .isEmpty();
        });
        assertThat(changes(factory)).hasSize(3);
    }

    private static void assertNothing(SessionFactory factory, UUID tenant, long id, List<Number> revisions) {
        TenantContext.runAs(
                tenant,
                () -> factory.inTransaction(session -> {
                    AuditReader reader = AuditReaderFactory.get(session);
                    assertThat(reader.getRevisions(Contract.class, id)).isEmpty();
                    assertThat(reader.find(Contract.class, id, revisions.get(0)))
                            .isNull();
                    assertThat(reader.find(Party.class, id, revisions.get(0))).isNull();
                }));
    }

    private static List<?> changes(SessionFactory factory) {
        return RevisionsIT.<List<?>>read(
                factory, reader -> list(reader.createQuery().forRevisionsOfEntity(Contract.class, false, true)));
    }

    private static List<?> list(AuditQuery query) {
        return query.getResultList();
    }

    private static <T> T read(SessionFactory factory, Function<AuditReader, T> query) {
        return factory.fromTransaction(session -> query.apply(AuditReaderFactory.get(session)));
    }
}
