// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.tenantrls.MissingTenantException;
import io.github.tenantrls.SuspendedTenantException;
import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.UnknownTenantException;
import io.github.tenantrls.web.TenantAnswer;
import io.github.tenantrls.web.TenantAnswers;
import io.github.tenantrls.web.TenantProblems;
import io.github.tenantrls.web.TenantRefusal;
import io.github.tenantrls.web.TenantRefusedException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TenantProblemsTest {

    private static Stream<TenantAnswer> all(TenantAnswers answers) {
        return Arrays.stream(TenantRefusal.values()).map(answers::to);
    }

    @Test
    void concealing_all_answers_but_that_to_a_token_are_the_same() {
        assertThat(TenantAnswers.standard().to(TenantRefusal.UNKNOWN))
                .isEqualTo(new TenantAnswer(
                        404,
                        "application/problem+json",
                        "{\"type\":\"tag:tenantrls.github.io,2026:no-such-resource\",\"title\":\"No such resource\","
                                + "\"status\":404,\"detail\":\"There is nothing here for this request.\"}"));
        assertThat(all(TenantAnswers.standard()).distinct())
                .containsExactlyInAnyOrder(
                        TenantAnswers.standard().to(TenantRefusal.MISSING),
                        TenantAnswers.standard().to(TenantRefusal.INVALID_TOKEN));
        assertThat(all(TenantProblems.concealing().withStatus(403)).distinct()).hasSize(2);
    }

    @Test
    void telling_each_answer_is_another() {
        assertThat(all(TenantProblems.telling()).map(TenantAnswer::body).distinct())
                .hasSize(TenantRefusal.values().length);
    }

    @ParameterizedTest
    @EnumSource
    void a_body_is_a_problem_with_the_status_it_is_sent_with(TenantRefusal refusal) throws Exception {
        for (TenantAnswers answers : List.of(
                TenantProblems.concealing(),
                TenantProblems.telling(),
                TenantProblems.telling().withStatus(refusal, 499))) {
            TenantAnswer answer = answers.to(refusal);
            JsonNode body = new ObjectMapper().readTree(answer.body());
            assertThat(body.fieldNames()).toIterable().containsExactly("type", "title", "status", "detail");
            assertThat(body.get("status").intValue()).isEqualTo(answer.status());
            assertThat(body.get("type").textValue()).matches("tag:tenantrls\\.github\\.io,2026:[a-z-]+");
            assertThat(body.get("title").textValue()).isNotBlank();
            assertThat(body.get("detail").textValue()).isNotBlank();
            assertThat(answer.contentType()).isEqualTo("application/problem+json");
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_status_is_404_unless_it_is_said(TenantRefusal refusal) {
        assertThat(TenantProblems.concealing().to(refusal).status()).isEqualTo(404);
        assertThat(TenantProblems.telling().to(refusal).status()).isEqualTo(404);
        assertThat(TenantProblems.telling().withStatus(400).to(refusal).status())
                .isEqualTo(400);
        TenantProblems one = TenantProblems.telling().withStatus(500).withStatus(refusal, 403);
        assertThat(all(one).filter(answer -> answer.status() == 403)).containsExactly(one.to(refusal));
    }

    @Test
    void a_status_that_would_tell_is_refused_where_answers_conceal() {
        assertThat(TenantProblems.concealing()
                        .withStatus(TenantRefusal.INVALID_TOKEN, 401)
                        .to(TenantRefusal.INVALID_TOKEN)
                        .status())
                .isEqualTo(401);
        for (TenantRefusal refusal : TenantRefusal.values()) {
            if (refusal != TenantRefusal.INVALID_TOKEN) {
                assertThatThrownBy(() -> TenantProblems.concealing().withStatus(refusal, 403))
                        .isInstanceOf(TenantRlsException.class)
                        .hasMessageContaining("would tell why a request is refused");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 200, 204, 302, 399, 600})
    void a_status_of_no_error_is_refused(int status) {
        assertThatThrownBy(() -> TenantProblems.telling().withStatus(status))
                .isInstanceOf(TenantRlsException.class)
                .hasMessageEndingWith("give 400 to 599");
        assertThatThrownBy(() -> TenantProblems.telling().withStatus(TenantRefusal.MISSING, status))
                .isInstanceOf(TenantRlsException.class);
    }

    @Test
    void what_the_application_threw_says_why_whatever_it_is_wrapped_in() {
        assertThat(TenantRefusal.of(wrapped(new UnknownTenantException("")))).contains(TenantRefusal.UNKNOWN);
        assertThat(TenantRefusal.of(wrapped(new SuspendedTenantException("")))).contains(TenantRefusal.SUSPENDED);
        assertThat(TenantRefusal.of(wrapped(new TenantRefusedException(TenantRefusal.FORBIDDEN, "", null))))
                .contains(TenantRefusal.FORBIDDEN);
        assertThat(TenantRefusal.of(wrapped(new MissingTenantException("")))).isEmpty();
        assertThat(TenantRefusal.of(null)).isEmpty();
    }

    private static Throwable wrapped(Throwable cause) {
        return new IllegalStateException(new RuntimeException(cause));
    }
}
