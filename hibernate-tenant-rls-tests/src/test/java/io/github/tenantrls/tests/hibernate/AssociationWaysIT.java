// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.hibernate;

import static io.github.tenantrls.tests.hibernate.QueryWaysIT.nameOf;
import static io.github.tenantrls.tests.hibernate.QueryWaysIT.projects;
import static io.github.tenantrls.tests.hibernate.Way.reads;

import io.github.tenantrls.tests.hibernate.Model.Invoice;
import io.github.tenantrls.tests.hibernate.Model.Party;
import io.github.tenantrls.tests.hibernate.Model.Project;
import io.github.tenantrls.tests.hibernate.Model.Task;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.hibernate.graph.RootGraph;

/** What an entity leads to: its collections, its other tables, in a transaction. */
class AssociationWaysIT extends WaysContract {

    private static final String FROM_PROJECT = "from Project p order by p.name";

    @Override
    List<Way> ways() {
        return all();
    }

    static List<Way> all() {
        return List.of(
                reads(
                        "join fetch",
                        s -> titles(
                                projects(s, "from Project p join fetch p.tasks").getResultList())),
                reads("entity graph", s -> {
                    RootGraph<Project> graph = s.createEntityGraph(Project.class);
                    graph.addAttributeNode("tasks");
                    return titles(projects(s, "from Project p")
                            .setHint("jakarta.persistence.fetchgraph", graph)
                            .getResultList());
                }),
                reads("lazy one-to-many", s -> titles(projects(s, FROM_PROJECT).getResultList())),
                reads(
                        "lazy many-to-one",
                        s -> s.createSelectionQuery("from Task t", Task.class).getResultList().stream()
                                .map(task -> nameOf(Objects.requireNonNull(task.project)))
                                .toList()),
                reads(
                        "element collection",
                        s -> projects(s, FROM_PROJECT).getResultList().stream()
                                .flatMap(project -> project.tags.stream())
                                .toList()),
                reads(
                        "element collection joined",
                        s -> s.createSelectionQuery("select t from Project p join p.tags t", String.class)
                                .getResultList()),
                reads(
                        "many-to-many",
                        s -> projects(s, FROM_PROJECT).getResultList().stream()
                                .flatMap(project -> project.labels.stream())
                                .map(label -> label.name)
                                .toList()),
                reads(
                        "joined inheritance",
                        s -> s.createSelectionQuery("from Party", Party.class).getResultList().stream()
                                .map(party -> party.name)
                                .toList()),
                reads(
                        "subclass table",
                        s -> s.createSelectionQuery("select nick from Person", String.class)
                                .getResultList()),
                reads(
                        "secondary table",
                        s -> s.createSelectionQuery("from Invoice", Invoice.class).getResultList().stream()
                                .map(invoice -> invoice.detail)
                                .toList()));
    }

    private static List<String> titles(Collection<Project> projects) {
        return projects.stream()
                .flatMap(project -> project.tasks.stream())
                .map(task -> task.title)
                .toList();
    }
}
