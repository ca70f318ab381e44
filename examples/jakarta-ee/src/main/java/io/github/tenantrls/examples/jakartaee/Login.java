// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.examples.jakartaee;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;

/** Stands for your identity provider: gives whoever names a user a token that says for which tenants that one may act. */
final class Login extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final Map<String, List<String>> TENANTS = Map.of(
            "alice", List.of("acme"),
            "bob", List.of("globex"),
            "carol", List.of("acme", "globex"));

    private final transient Map<String, Object> settings;

    Login(Map<String, Object> settings) {
        this.settings = settings;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String user = request.getParameter("user");
        List<String> tenants = user == null ? null : TENANTS.get(user);
        if (tenants == null) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        } else {
            response.getWriter().write(token(user, tenants));
        }
    }

    private String token(String user, List<String> tenants) {
        SignedJWT token = new SignedJWT(
                new JWSHeader(JWSAlgorithm.HS256),
                new JWTClaimsSet.Builder()
                        .issuer(setting("issuer"))
                        .audience(setting("audience"))
                        .subject(user)
                        .claim("tenants", tenants)
                        .expirationTime(Date.from(Instant.now().plus(Duration.ofHours(1))))
                        .build());
        try {
            token.sign(new MACSigner(setting("secret")));
        } catch (JOSEException e) {
            throw new IllegalStateException("The token cannot be signed", e);
        }
        return token.serialize();
    }

    private String setting(String name) {
        return String.valueOf(settings.get("hibernate.tenant_rls.web.jwt." + name));
    }
}
