// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls;

/**
 * The settings of this library, to be given wherever Hibernate's are: {@code persistence.xml}, the map passed to {@code
 * createEntityManagerFactory}, {@code HibernatePersistenceConfiguration}.
 *
 * <p>All have defaults. They are read once, when the factory is built; an unknown name under {@link #PREFIX} or a value
 * that cannot be read refuses the start and lists what is accepted.
 */
public final class TenantRlsSettings {

    /** What the names of all settings begin with. */
    public static final String PREFIX = "hibernate.tenant_rls.";

    /**
     * The session variable of PostgreSQL that carries the tenant, and that the policies read.
     *
     * <p>Two or more identifiers joined by dots, each of lower-case letters, digits and underscores, not starting with a
     * digit. Default {@value #DEFAULT_VARIABLE}. Policies that read another variable show no rows.
     */
    public static final String VARIABLE = PREFIX + "variable";

    /** Default of {@link #VARIABLE}. */
    public static final String DEFAULT_VARIABLE = "app.current_tenant";

    /**
     * The name of the tenant column, for all entities whose {@link TenantScoped#column()} does not say otherwise.
     *
     * <p>Written as in {@code @Column(name = ..)}. Default {@value #DEFAULT_COLUMN}.
     */
    public static final String COLUMN = PREFIX + "column";

    /** Default of {@link #COLUMN}. */
    public static final String DEFAULT_COLUMN = "tenant_id";

    /**
     * The type of the tenant column: {@code uuid} (default), {@code text}, {@code varchar}, {@code bigint} or {@code
     * integer}.
     *
     * <p>A tenant identifier that a column of this type cannot hold is refused before anything is sent.
     *
     * @see TenantColumnType
     */
    public static final String COLUMN_TYPE = PREFIX + "column_type";

    /**
     * What the verification at the start leads to: {@code fail} (default), {@code warn} or {@code off}.
     *
     * <p>With anything but {@code fail}, an application can run on a database that does not isolate its tenants.
     *
     * @see VerificationMode
     */
    public static final String VERIFICATION = PREFIX + "verification";

    /**
     * Findings of the verification that are known and accepted: rule ids ({@code RLS003}) or a rule for one table
     * ({@code RLS003:public.project}), separated by commas; {@code PROBE} for what {@link #VERIFICATION_PROBE} finds.
     * Default: none.
     */
    public static final String VERIFICATION_IGNORE = PREFIX + "verification.ignore";

    /**
     * How bad a finding must be to refuse the start, with {@link #VERIFICATION}{@code =fail}: {@code critical}, {@code
     * high} (default), {@code medium} or {@code low}.
     *
     * <p>Lesser findings are logged as warnings.
     *
     * @see VerificationThreshold
     */
    public static final String VERIFICATION_FAIL_ON = PREFIX + "verification.fail_on";

    /**
     * The file of known findings, each with a reason and the last day on which it is accepted: a path, or {@code
     * classpath:} and the name of a resource. Default: none.
     *
     * <p>Read once, when the factory is built. A file that is missing or has a line that cannot be read refuses the
     * start.
     *
     * @see io.github.tenantrls.verify.Baseline
     */
    public static final String VERIFICATION_BASELINE = PREFIX + "verification.baseline";

    /**
     * The time from the end of one verification to the next while the application runs, as an ISO-8601 duration such
     * as {@code PT10M}. Default: none, so that only the start is verified.
     *
     * <p>What has changed is logged; the application goes on.
     */
    public static final String VERIFICATION_INTERVAL = PREFIX + "verification.interval";

    /**
     * Whether the verification at the start also tries to cross from tenant to tenant, with rows that it inserts and
     * rolls back: {@code true} or {@code false} (default).
     *
     * <p>What crosses leads to what {@link #VERIFICATION} says; with {@code off} nothing is tried. A table for which it is
     * known and accepted is named in {@link #VERIFICATION_IGNORE} as {@code PROBE:public.project}.
     */
    public static final String VERIFICATION_PROBE = PREFIX + "verification.probe";

    /**
     * What happens when a session without a tenant needs a connection: {@code fail} (default) or {@code empty}.
     *
     * @see MissingTenant
     */
    public static final String MISSING_TENANT = PREFIX + "missing_tenant";

    /**
     * How the tenant reaches the server: {@code pipelined} (default) or {@code separate}.
     *
     * @see BindingMode
     */
    public static final String BINDING = PREFIX + "binding";

    /**
     * Whether a session opened for one tenant refuses to work while {@link TenantContext} names another: {@code true}
     * (default) or {@code false}.
     *
     * <p>With {@code false} the session goes on working for the tenant it was opened for.
     */
    public static final String SWITCH_GUARD = PREFIX + "switch_guard";

    /**
     * Whether Hibernate's schema export ({@code hibernate.hbm2ddl.auto}, {@code jakarta.persistence.schema-generation})
     * includes tenant columns, row-level security and policies: {@code true} (default) or {@code false}.
     */
    public static final String SCHEMA_EXPORT = PREFIX + "schema_export";

    /**
     * Whether the schema export has foreign keys between the tables of tenant-scoped entities compare the tenant too:
     * {@code true} (default) or {@code false}.
     *
     * <p>PostgreSQL checks foreign keys without policies. With {@code false} a tenant can refer to a row of another whose
     * identifier it knows, keep it from being deleted, and see by the error whether it exists.
     */
    public static final String COMPOSITE_FOREIGN_KEYS = PREFIX + "composite_foreign_keys";

    /**
     * The role that the application logs in as. Default: none.
     *
     * <p>Where given, the schema export grants it what it needs on the tables of tenant-scoped entities and adds a
     * restrictive policy for it, which no policy added later can widen.
     */
    public static final String RUNTIME_ROLE = PREFIX + "runtime_role";

    /**
     * The role to which policies show the rows of all tenants, for {@link TenantContext#runAsSystem}. Default: none, or
     * {@link #SYSTEM_USER} where that is given; with {@link #SYSTEM_DATASOURCE}, or a user that only {@link #SYSTEM_URL}
     * has, the role as which the system logs in, which is asked when the factory is built.
     *
     * <p>Without a login of the system's own, the application's login takes on this role for the length of a transaction: it
     * must be a member of it, and must not inherit from it. Then whoever can run SQL of his own as the application can take
     * on the role too, so a login is to be preferred. The schema export grants the role what it needs on the tables of
     * tenant-scoped entities and adds the policy.
     */
    public static final String SYSTEM_ROLE = PREFIX + "system_role";

    /**
     * The {@code DataSource} of the system's own login, for {@link TenantContext#runAsSystem}: an object or a JNDI name.
     * Default: none.
     */
    public static final String SYSTEM_DATASOURCE = PREFIX + "system.datasource";

    /**
     * The JDBC URL of the system's own login, for {@link TenantContext#runAsSystem}. Default: none, or the URL of the
     * application where {@link #SYSTEM_USER} is given.
     *
     * <p>For it a second Agroal pool is built, from the same settings as that of the application, which opens no connection
     * before it is needed.
     */
    public static final String SYSTEM_URL = PREFIX + "system.url";

    /** The user of the system's own login; not with {@link #SYSTEM_DATASOURCE}. Default: none. */
    public static final String SYSTEM_USER = PREFIX + "system.user";

    /** The password of {@link #SYSTEM_USER}. Default: none. */
    public static final String SYSTEM_PASSWORD = PREFIX + "system.password";

    /**
     * The table of the tenants, for {@code io.github.tenantrls.tenants.Tenants}; may be qualified by a schema, else the search
     * path of the application's connections decides once, temporary tables aside. Default {@value #DEFAULT_TENANTS_TABLE}.
     *
     * <p>Where it is given, or {@link #KNOWN_TENANTS} is {@code true}, the schema export makes the table.
     */
    public static final String TENANTS_TABLE = PREFIX + "tenants_table";

    /** Default of {@link #TENANTS_TABLE}. */
    public static final String DEFAULT_TENANTS_TABLE = "tenants";

    /**
     * How many identifiers and slugs of tenants are remembered: a number from 0 (none) to 10,000,000. Default {@code 10000}.
     *
     * <p>Needs {@code com.github.ben-manes.caffeine:caffeine}; without it none are.
     */
    public static final String TENANTS_CACHE_SIZE = PREFIX + "tenants_cache_size";

    /**
     * How long they are remembered: an ISO-8601 duration from {@code PT0.1S} to {@code PT720H}. Default {@code PT30S}.
     *
     * <p>What another JVM changes, such as a tenant that it suspends, takes effect after this time at the latest.
     */
    public static final String TENANTS_CACHE_TTL = PREFIX + "tenants_cache_ttl";

    /**
     * Whether sessions, and users of an {@code RlsDataSource}, are refused connections for tenants that are suspended, or not
     * in the {@link #TENANTS_TABLE}: {@code true} or {@code false} (default).
     *
     * <p>With {@code true}, a factory does not start if that table is missing or cannot be read. What a tenant is, is
     * looked up outside of its transaction, and remembered as {@link #TENANTS_CACHE_TTL} says.
     */
    public static final String KNOWN_TENANTS = PREFIX + "known_tenants";

    private TenantRlsSettings() {}
}
