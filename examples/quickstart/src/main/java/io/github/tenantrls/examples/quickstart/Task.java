// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.examples.quickstart;

import io.github.tenantrls.TenantScoped;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import org.jspecify.annotations.Nullable;

/** Something to do in a {@link Project}. */
@Entity
@TenantScoped
public class Task {

    @Id
    @GeneratedValue
    private long id;

    private String title = "";

    private boolean done;

    @ManyToOne(fetch = FetchType.LAZY)
    private @Nullable Project project;

    protected Task() {}

    public Task(Project project, String title) {
        this.project = project;
        this.title = title;
    }

    public long getId() {
        return id;
    }

    public String getTitle() {
        return title;
    }

    public boolean isDone() {
        return done;
    }

    public @Nullable Project getProject() {
        return project;
    }
}
