// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests;

import static io.github.tenantrls.tests.support.Tenants.A;
import static io.github.tenantrls.tests.support.Tenants.B;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantContext.Action;
import io.github.tenantrls.TenantSnapshot;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A block ends with what the thread had before it, whatever happened inside. */
class BlockEndTest {

    private interface Block {
        void run(Action<RuntimeException> action);
    }

    static Stream<Block> blocks() {
        return Stream.of(
                action -> TenantContext.runAs(A, action),
                action -> TenantContext.callAs(A, () -> {
                    action.run();
                    return 1;
                }),
                TenantContext::withoutTenant,
                action -> TenantContext.runAsSystem("a test", action),
                action -> TenantSnapshot.none().run(action),
                action -> TenantContext.callAs(A, TenantContext::snapshot).run(action));
    }

    @AfterEach
    void nothing_is_left_on_the_thread() {
        assertThat(TenantContext.current()).isEmpty();
        assertThat(TenantContext.isSystem()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void a_scope_that_is_forgotten_inside_ends_with_the_block(Block block) {
        block.run(() -> TenantContext.open(B));
        assertThat(TenantContext.current()).isEmpty();
        block.run(TenantSnapshot.none()::open);
        assertThat(TenantContext.isSystem()).isFalse();
        TenantContext.runAs(B, () -> {
            block.run(() -> TenantContext.open(A));
            assertThat(TenantContext.required()).isEqualTo(B);
        });
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void a_forgotten_scope_that_is_closed_after_the_block_changes_nothing(Block block) {
        TenantContext.Scope[] forgotten = new TenantContext.Scope[1];
        block.run(() -> forgotten[0] = TenantContext.open(A));
        TenantContext.runAs(B, () -> {
            forgotten[0].close();
            assertThat(TenantContext.required()).isEqualTo(B);
        });
        block.run(() -> forgotten[0] = TenantContext.open(A));
        try (TenantContext.Scope other = TenantContext.open(B)) {
            forgotten[0].close();
            assertThat(TenantContext.required()).isEqualTo(B);
        }
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void a_scope_from_before_the_block_that_is_closed_inside_does_not_come_back(Block block) {
        TenantContext.Scope before = TenantContext.open(B);
        block.run(before::close);
        assertThat(TenantContext.current()).isEmpty();
    }

    /** The call that would put back what was before may find no stack left for itself. */
    @Test
    void a_stack_that_overflows_leaves_no_tenant() throws Exception {
        int[] seen = new int[2];
        Thread thread = new Thread(null, () -> overflow(seen), "overflowing", 192 * 1024L);
        thread.start();
        thread.join();
        assertThat(seen[0]).as("overflows").isEqualTo(500);
        assertThat(seen[1]).as("with a tenant left").isZero();
    }

    private static void overflow(int[] seen) {
        Random random = new Random(7);
        int depth = 200;
        while (seen[0] < 500) {
            try {
                deep(depth + random.nextInt(60) - 30, random.nextInt(30));
                depth += 10;
            } catch (StackOverflowError e) {
                seen[0]++;
                depth -= random.nextInt(30);
            }
            seen[1] += TenantContext.current().isPresent() ? 1 : 0;
        }
    }

    private static int deep(int depth, int within) {
        if (depth <= 0) {
            return TenantContext.<Integer, RuntimeException>callAs(B, () -> burn(within));
        }
        return deep(depth - 1, within) + 1;
    }

    private static int burn(int depth) {
        return depth == 0 ? 1 : burn(depth - 1) + 1;
    }
}
