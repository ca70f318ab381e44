// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.system;

import static io.github.tenantrls.tests.support.Tenants.A;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.MissingTenantException;
import io.github.tenantrls.SystemWork;
import io.github.tenantrls.SystemWorkListener;
import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.tests.verify.LogLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each use of the system identity needs a reason and leaves a trace; and it ends with its block. */
class SystemWorkJournalTest {

    private final List<SystemWork> told = new CopyOnWriteArrayList<>();
    private final List<SystemWorkListener> listeners = new ArrayList<>();
    private final LogLines log = new LogLines("io.github.tenantrls");

    @BeforeEach
    void listen() {
        listen(told::add);
    }

    @AfterEach
    void nothing_is_left() {
        listeners.forEach(TenantContext::removeSystemWorkListener);
        log.close();
        assertThat(TenantContext.isSystem()).isFalse();
        assertThat(TenantContext.current()).isEmpty();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  ", "\n\t", "\u0000\u001b", "\u2028\u200b"})
    void without_a_reason_nothing_is_done(String reason) {
        List<String> done = new ArrayList<>();
        assertThatThrownBy(() -> TenantContext.runAsSystem(reason, () -> done.add("work")))
                .isInstanceOf(TenantRlsException.class)
                .hasMessageContaining("needs a reason, which was empty; say in a few words why");
        assertThat(done).isEmpty();
        assertThat(told).isEmpty();
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void a_reason_is_one_line_of_limited_length() {
        TenantContext.runAsSystem(" nightly\r\nINFO forged\u2028\u202eline\u0085 ", () -> {});
        TenantContext.runAsSystem("x".repeat(1000), () -> {});
        assertThat(told).extracting(SystemWork::reason).containsExactly("nightly INFO forged line", "x".repeat(200));
    }

    @Test
    void a_use_is_logged_with_reason_caller_and_duration() {
        TenantContext.runAsSystem("nightly clean-up", () -> {});
        String caller = "io.github.tenantrls.tests.system.SystemWorkJournalTest"
                + ".a_use_is_logged_with_reason_caller_and_duration(SystemWorkJournalTest.java:";
        assertThat(log.lines())
                .singleElement()
                .asString()
                .startsWith("INFO Worked as the system, for all tenants, because: nightly clean-up (")
                .contains(caller)
                .endsWith(" ms)");
        assertThat(told).singleElement().satisfies(work -> {
            assertThat(work.caller()).contains(caller);
            assertThat(work.succeeded()).isTrue();
        });
    }

    @Test
    void the_caller_is_whoever_asked_be_it_in_a_lambda() {
        Runnable asking = () -> TenantContext.callAsSystem("a test", () -> 1);
        asking.run();
        assertThat(told)
                .extracting(SystemWork::caller)
                .singleElement()
                .asString()
                .contains("SystemWorkJournalTest.lambda$the_caller_is_whoever_asked_be_it_in_a_lambda");
    }

    @Test
    void beginning_and_duration_are_those_of_the_block() throws InterruptedException {
        Instant before = Instant.now();
        TenantContext.runAsSystem("a test", () -> Thread.sleep(30));
        assertThat(told).singleElement().satisfies(work -> {
            assertThat(work.start()).isBetween(before, before.plusSeconds(60));
            assertThat(work.duration()).isBetween(Duration.ofMillis(30), Duration.ofSeconds(60));
        });
    }

    @Test
    void exceptions_and_errors_pass_through_as_they_are_and_are_noted() {
        for (Throwable failure :
                List.of(new IOException("disk"), new IllegalStateException("no"), new AssertionError())) {
            assertThatThrownBy(() -> TenantContext.runAsSystem("a test", () -> sneaky(failure)))
                    .isSameAs(failure);
            assertThat(TenantContext.isSystem()).isFalse();
        }
        assertThat(told).extracting(SystemWork::succeeded).containsExactly(false, false, false);
        assertThat(log.lines())
                .hasSize(3)
                .allSatisfy(line -> assertThat(line)
                        .startsWith("INFO Worked as the system in vain, for all tenants, because: a test"));
    }

    @Test
    void a_value_is_returned() {
        assertThat(TenantContext.<String, RuntimeException>callAsSystem("a test", () -> "value"))
                .isEqualTo("value");
    }

    @Test
    void a_failing_listener_changes_nothing_for_the_work_nor_for_other_listeners() {
        listen(work -> sneaky(new IOException("listener")));
        listen(work -> sneaky(new AssertionError("listener")));
        listen(work -> sneaky(new IllegalStateException("listener")));
        List<SystemWork> later = new ArrayList<>();
        listen(later::add);
        assertThat(TenantContext.<Integer, RuntimeException>callAsSystem("a test", () -> 7))
                .isEqualTo(7);
        IOException failure = new IOException("disk");
        assertThatThrownBy(() -> TenantContext.runAsSystem("a test", () -> sneaky(failure)))
                .isSameAs(failure);
        assertThat(later).hasSize(2).isEqualTo(told);
        assertThat(log.lines())
                .filteredOn(line -> line.contains(" A listener for system work failed"))
                .hasSize(6);
    }

    @Test
    void a_listener_is_told_with_the_tenant_of_before_and_no_more_once_removed() {
        List<Object> tenants = new ArrayList<>();
        SystemWorkListener listener = listen(work -> {
            tenants.add(TenantContext.required());
            assertThat(TenantContext.isSystem()).isFalse();
        });
        TenantContext.runAs(A, () -> TenantContext.runAsSystem("a test", () -> {}));
        TenantContext.removeSystemWorkListener(listener);
        TenantContext.runAs(A, () -> TenantContext.runAsSystem("a test", () -> {}));
        assertThat(tenants).containsExactly(A);
        assertThat(log.lines()).hasSize(2);
    }

    @Test
    void blocks_within_each_other_are_put_back_one_by_one_and_told_the_inner_one_first() {
        TenantContext.runAsSystem("outer", () -> {
            assertThat(TenantContext.isSystem()).isTrue();
            assertThat(TenantContext.current()).isEmpty();
            TenantContext.runAs(A, () -> {
                assertThat(TenantContext.isSystem()).isFalse();
                assertThat(TenantContext.required()).isEqualTo(A);
                TenantContext.runAsSystem(
                        "inner", () -> assertThat(TenantContext.isSystem()).isTrue());
                assertThat(TenantContext.required()).isEqualTo(A);
            });
            TenantContext.withoutTenant(
                    () -> assertThat(TenantContext.isSystem()).isFalse());
            assertThat(TenantContext.isSystem()).isTrue();
        });
        assertThat(told).extracting(SystemWork::reason).containsExactly("inner", "outer");
    }

    @Test
    void a_tenants_scope_left_open_within_does_not_bring_the_system_back() {
        List<TenantContext.Scope> left = new ArrayList<>();
        TenantContext.runAsSystem("a test", () -> left.add(TenantContext.open(A)));
        assertThat(TenantContext.isSystem()).isFalse();
        left.get(0).close();
        assertThat(TenantContext.isSystem()).isFalse();
    }

    @Test
    void another_thread_is_not_the_system() {
        TenantContext.runAsSystem(
                "a test",
                () -> assertThat(CompletableFuture.supplyAsync(TenantContext::isSystem)
                                .join())
                        .isFalse());
    }

    @Test
    void the_system_is_no_tenant() {
        assertThatThrownBy(() -> TenantContext.runAsSystem("a test", TenantContext::required))
                .isInstanceOf(MissingTenantException.class)
                .hasMessageContaining("This thread works for the system, and so for no single tenant")
                .hasMessageContaining("TenantContext.runAs(tenant, ..)");
    }

    @Test
    void flight_recorder_keeps_an_event(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("system.jfr");
        try (Recording recording = new Recording()) {
            recording.enable("io.github.tenantrls.SystemWork");
            recording.start();
            TenantContext.runAsSystem("recorded", () -> {});
            assertThatThrownBy(() -> TenantContext.runAsSystem("recorded too", () -> sneaky(new IOException("disk"))))
                    .isInstanceOf(IOException.class);
            recording.stop();
            recording.dump(file);
        }
        assertThat(Files.size(file)).isPositive();
        List<RecordedEvent> events = RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().equals("io.github.tenantrls.SystemWork"))
                .toList();
        assertThat(events)
                .extracting(event -> event.getString("reason") + ' ' + event.getBoolean("succeeded"))
                .containsExactly("recorded true", "recorded too false");
        assertThat(events).allSatisfy(event -> {
            assertThat(event.getString("caller")).contains("SystemWorkJournalTest");
            assertThat(event.getDuration()).isGreaterThanOrEqualTo(Duration.ZERO);
        });
    }

    private SystemWorkListener listen(SystemWorkListener listener) {
        TenantContext.addSystemWorkListener(listener);
        listeners.add(listener);
        return listener;
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> void sneaky(Throwable reason) throws E {
        throw (E) reason;
    }
}
