// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.examples.springboot;

import java.util.List;
import org.springframework.data.domain.Limit;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** The projects over HTTP. Nothing here knows of tenants. */
@RestController
@RequestMapping("/api/projects")
class ProjectController {

    private static final int MOST = 100;

    private final Projects projects;

    ProjectController(Projects projects) {
        this.projects = projects;
    }

    record View(long id, String name) {
        static View of(Project project) {
            return new View(project.id(), project.name());
        }
    }

    record NewProject(String name) {}

    @GetMapping
    List<View> list() {
        return projects.findAllByOrderByName(Limit.of(MOST)).stream()
                .map(View::of)
                .toList();
    }

    @GetMapping("/search")
    List<View> search(@RequestParam String text) {
        return projects.search(text).stream().map(View::of).toList();
    }

    @GetMapping("/{id}")
    View get(@PathVariable long id) {
        return projects.findById(id).map(View::of).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    View create(@RequestBody NewProject wanted) {
        return View.of(projects.save(new Project(wanted.name())));
    }
}
