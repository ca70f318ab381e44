// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.web;

import io.github.tenantrls.TenantRlsSettings;

/**
 * The settings that say which tenant a request is for, among those of the persistence unit: for applications that write none
 * of it in code. Read by {@link TenantResolver#of} and {@link TenantAnswers#of}.
 *
 * <p>An unknown name under {@value #PREFIX}, or a value that cannot be read, refuses the building of the resolver and lists
 * what is accepted. Names of settings are case-sensitive.
 */
public final class TenantWebSettings {

    /** What the names of all settings begin with. */
    public static final String PREFIX = TenantRlsSettings.PREFIX + "web.";

    /**
     * The ways in which requests state their tenant, in the order in which they are tried: {@code header}, {@code path},
     * {@code subdomain}, {@code claim} and {@code custom}, separated by commas. Default: those of them that have a setting of
     * their own, in this order.
     *
     * <p>The first that finds one counts. A setting of a way that is not among them refuses.
     */
    public static final String STRATEGIES = PREFIX + "strategies";

    /**
     * The header that states the tenant. Default {@value #DEFAULT_HEADER}, where {@link #STRATEGIES} has {@code header}.
     *
     * <p>It is the client's word, so it needs {@link #ACCESS}.
     *
     * @see TenantStrategy#header(String)
     */
    public static final String HEADER = PREFIX + "header";

    /** Default of {@link #HEADER}. */
    public static final String DEFAULT_HEADER = TenantStrategy.DEFAULT_HEADER;

    /**
     * The pattern of the paths that state a tenant, such as <code>/t/{tenant}/*</code> or {@code /t/:tenant/*}. Default: none.
     *
     * <p>It is the client's word, so it needs {@link #ACCESS}.
     *
     * @see TenantStrategy#path(String)
     */
    public static final String PATH = PREFIX + "path";

    /**
     * The domains below which the first label of the host is the tenant, such as {@code app.example.com}, separated by commas.
     * Default: none; where {@link #STRATEGIES} has {@code subdomain}, then every host with three labels or more.
     *
     * <p>It is the client's word, so it needs {@link #ACCESS}.
     *
     * @see TenantStrategy#subdomain(String...)
     */
    public static final String SUBDOMAIN = PREFIX + "subdomain";

    /**
     * Whether the host is taken from {@code X-Forwarded-Host} where there is one: {@code true} or {@code false} (default).
     *
     * <p>With {@code true}, whoever reaches the application past its proxy chooses the host.
     */
    public static final String TRUST_FORWARDED_HOST = PREFIX + "trust_forwarded_host";

    /** Default of {@link #TRUST_FORWARDED_HOST}. */
    public static final String DEFAULT_TRUST_FORWARDED_HOST = "false";

    /**
     * The claim of a verified token that states the tenant. Default: none.
     *
     * <p>The application's security verifies the token, or this library where {@link #JWT_ISSUER} is given.
     *
     * @see TenantStrategy#claim(String)
     */
    public static final String CLAIM = PREFIX + "claim";

    /**
     * A way of the application's own: a {@link TenantStrategy}, or the name of a class that is one and has a public
     * constructor without parameters. Default: none.
     *
     * <p>Unless it says otherwise it counts as the client's word, and needs {@link #ACCESS}.
     */
    public static final String CUSTOM = PREFIX + "custom";

    /**
     * Who may act for which tenant: {@code claim:} and the name of a claim that has the tenant or a list with it, {@code
     * anyone}, or a {@link TenantAccess} or the name of such a class, with a public constructor without parameters. Default:
     * none.
     *
     * <p>Without it, a way that is the client's word refuses. With {@code anyone}, every client chooses its tenant.
     *
     * @see TenantAccess
     */
    public static final String ACCESS = PREFIX + "access";

    /**
     * Paths that need a tenant even where they are optional or excluded too: {@code /exactly/this} or {@code /this/*},
     * separated by commas. Default: none; all paths need one unless they are.
     */
    public static final String REQUIRED = PREFIX + "required";

    /**
     * Paths that are handled without a tenant if the request states none, separated by commas. Default: none.
     *
     * @see TenantResolverBuilder#optional
     */
    public static final String OPTIONAL = PREFIX + "optional";

    /**
     * Paths that are handled without a tenant, whatever the request states, separated by commas. Default: none.
     *
     * @see TenantResolverBuilder#excluded
     */
    public static final String EXCLUDED = PREFIX + "excluded";

    /**
     * The issuer of the bearer tokens that this library verifies. Default: none, so that it verifies none.
     *
     * <p>Where given, {@link #JWT_AUDIENCE} and one of {@link #JWT_JWKS}, {@link #JWT_PUBLIC_KEY} and {@link #JWT_SECRET}
     * must be too, and claims that the application's security has verified are not looked at. A request with a token that
     * does not hold is refused unless its path is excluded.
     *
     * @see TenantTokens
     */
    public static final String JWT_ISSUER = PREFIX + "jwt.issuer";

    /** What must be among the audience of a token. Default: none. */
    public static final String JWT_AUDIENCE = PREFIX + "jwt.audience";

    /**
     * The JSON Web Key Set of the issuer: an {@code https:} address, a path, or {@code classpath:} and the name of a resource.
     * Default: none.
     *
     * <p>An address is asked when a key is needed; files and resources are read once.
     */
    public static final String JWT_JWKS = PREFIX + "jwt.jwks";

    /**
     * The public key of the issuer, RSA or EC, in PEM: the text itself, a path, or {@code classpath:} and the name of a
     * resource. Default: none.
     */
    public static final String JWT_PUBLIC_KEY = PREFIX + "jwt.public_key";

    /** The secret that tokens are signed by, at least 32 bytes. Default: none. Whoever has it can make tokens. */
    public static final String JWT_SECRET = PREFIX + "jwt.secret";

    /**
     * The algorithms by which a token may be signed, separated by commas. Default {@value #DEFAULT_JWT_ALGORITHMS}; with
     * {@link #JWT_SECRET} it is HS256.
     *
     * @see TenantTokens#algorithms
     */
    public static final String JWT_ALGORITHMS = PREFIX + "jwt.algorithms";

    /** Default of {@link #JWT_ALGORITHMS}. */
    public static final String DEFAULT_JWT_ALGORITHMS = "RS256,ES256";

    /**
     * How far clocks may differ: an ISO-8601 duration from {@code PT0S} to {@code PT10M}. Default {@value
     * #DEFAULT_JWT_CLOCK_SKEW}.
     *
     * <p>A token holds that much longer than it says.
     */
    public static final String JWT_CLOCK_SKEW = PREFIX + "jwt.clock_skew";

    /** Default of {@link #JWT_CLOCK_SKEW}. */
    public static final String DEFAULT_JWT_CLOCK_SKEW = "PT1M";

    /**
     * How refused requests are answered: {@code concealing} (default), {@code telling}, or a {@link TenantAnswers} or the name
     * of such a class, with a public constructor without parameters.
     *
     * <p>With {@code telling}, clients learn which tenants exist.
     *
     * @see TenantProblems
     */
    public static final String ANSWERS = PREFIX + "answers";

    /** Default of {@link #ANSWERS}. */
    public static final String DEFAULT_ANSWERS = "concealing";

    /**
     * The status of the answers: a number from 400 to 599 for all, or a number for a reason such as {@code missing=400},
     * separated by commas. Default {@value #DEFAULT_STATUS}.
     *
     * <p>The reasons are those of {@link TenantRefusal}, in lower case; where answers conceal them, {@code invalid_token}
     * alone. Not with a class of the application's own in {@link #ANSWERS}.
     */
    public static final String STATUS = PREFIX + "status";

    /** Default of {@link #STATUS}. */
    public static final String DEFAULT_STATUS = "404";

    private TenantWebSettings() {}
}
