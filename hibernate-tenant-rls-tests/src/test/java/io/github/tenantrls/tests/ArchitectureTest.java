// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which package may know which: adapters know the API, and nothing knows an adapter. */
@AnalyzeClasses(packages = "io.github.tenantrls", importOptions = ArchitectureTest.Library.class)
class ArchitectureTest {

    private static final String ROOT = "io.github.tenantrls";
    private static final String INTERNAL = ROOT + ".internal..";
    private static final String JDBC = ROOT + ".jdbc..";
    private static final String WEB = ROOT + ".web";
    private static final String TESTING = ROOT + ".testing..";
    private static final String SPRING = ROOT + ".spring..";
    private static final String CLI = ROOT + ".cli..";
    private static final String[] ADAPTERS = {
        ROOT + ".web..", ROOT + ".spring..", ROOT + ".quarkus..", ROOT + ".propagation..", CLI
    };
    private static final DescribedPredicate<JavaClass> OURS = resideInAPackage(ROOT + "..");

    @ArchTest
    static final ArchRule the_api_knows_nothing_else_of_ours = noClasses()
            .that()
            .resideInAPackage(ROOT)
            .should()
            .dependOnClassesThat(OURS.and(DescribedPredicate.not(resideInAPackage(ROOT))));

    @ArchTest
    static final ArchRule nothing_knows_an_adapter = noClasses()
            .that(DescribedPredicate.not(resideInAnyPackage(ADAPTERS)))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ADAPTERS);

    @ArchTest
    static final ArchRule what_carries_the_tenant_knows_the_api_alone = noClasses()
            .that()
            .resideInAPackage(ROOT + ".propagation..")
            .should()
            .dependOnClassesThat(OURS.and(DescribedPredicate.not(resideInAnyPackage(ROOT, ROOT + ".propagation.."))));

    @ArchTest
    static final ArchRule a_framework_that_carries_contexts_is_known_to_what_it_loads_only = noClasses()
            .that()
            .haveNameNotMatching(
                    ".*\\.propagation\\.(TenantThreadLocalAccessor.*|MicroProfileTenantProvider|JakartaTenantProvider)")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.micrometer..", "org.eclipse.microprofile.context..", "jakarta.enterprise.concurrent..");

    @ArchTest
    static final ArchRule what_resolves_requests_knows_the_api_and_the_tenants = noClasses()
            .that()
            .resideInAPackage(WEB)
            .should()
            .dependOnClassesThat(OURS.and(DescribedPredicate.not(resideInAnyPackage(ROOT, WEB, ROOT + ".tenants"))));

    @ArchTest
    static final ArchRule what_resolves_requests_knows_no_framework = noClasses()
            .that()
            .resideInAPackage(WEB)
            .and()
            .doNotHaveFullyQualifiedName(WEB + ".JwtVerifier")
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages(
                    ROOT + "..", "java..", "javax.crypto..", "jakarta.persistence..", "org.jspecify..");

    @ArchTest
    static final ArchRule only_one_class_knows_nimbus = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(WEB + ".JwtVerifier")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.nimbusds..");

    @ArchTest
    static final ArchRule only_its_own_package_knows_quarkus = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + ".quarkus..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.quarkus..", "io.smallrye..", "io.vertx..", "org.jboss.resteasy.reactive..");

    @ArchTest
    static final ArchRule no_thread_inherits_a_tenant =
            noClasses().should().dependOnClassesThat().areAssignableTo(InheritableThreadLocal.class);

    @ArchTest
    static final ArchRule nothing_knows_what_is_for_tests = noClasses()
            .that()
            .resideOutsideOfPackage(TESTING)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(TESTING);

    @ArchTest
    static final ArchRule what_is_for_tests_knows_the_api_and_the_verifier = noClasses()
            .that()
            .resideInAPackage(TESTING)
            .should()
            .dependOnClassesThat(OURS.and(
                    DescribedPredicate.not(resideInAnyPackage(ROOT, TESTING, ROOT + ".schema..", ROOT + ".verify.."))));

    @ArchTest
    static final ArchRule only_what_is_for_tests_knows_junit = noClasses()
            .that()
            .resideOutsideOfPackage(TESTING)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.junit..");

    @ArchTest
    static final ArchRule what_hibernate_loads_knows_the_machinery_only = noClasses()
            .that()
            .resideInAPackage(ROOT + ".hibernate..")
            .should()
            .dependOnClassesThat(OURS.and(DescribedPredicate.not(resideInAnyPackage(
                    ROOT, ROOT + ".hibernate..", INTERNAL, ROOT + ".schema..", ROOT + ".verify.."))));

    /** So that it works from a jar without it; these classes read the mapping of an application that brings it. */
    @ArchTest
    static final ArchRule what_migrates_knows_hibernate_where_it_reads_mappings_only = noClasses()
            .that()
            .resideInAPackage(ROOT + ".migration..")
            .and()
            .haveNameNotMatching(".*\\.migration\\.(UnitMapping|MappedTables|HibernateNames)(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.hibernate..", "jakarta.persistence..");

    @ArchTest
    static final ArchRule only_hibernate_loads_what_hibernate_loads = noClasses()
            .that()
            .resideInAnyPackage(INTERNAL, ROOT + ".schema..", ROOT + ".verify..", ROOT + ".tenants..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT + ".hibernate..");

    @ArchTest
    static final ArchRule the_data_source_knows_the_api_and_the_machinery = noClasses()
            .that()
            .resideInAPackage(JDBC)
            .should()
            .dependOnClassesThat(OURS.and(DescribedPredicate.not(resideInAnyPackage(ROOT, JDBC, INTERNAL))));

    @ArchTest
    static final ArchRule nothing_knows_the_data_source = noClasses()
            .that()
            .resideOutsideOfPackage(JDBC)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(JDBC);

    /** So that {@code RlsDataSource} works in an application without it. */
    @ArchTest
    static final ArchRule what_binds_knows_no_hibernate = noClasses()
            .that()
            .resideInAnyPackage(ROOT, JDBC, INTERNAL)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.hibernate..");

    /** So that a database is verified and explained where there is no Hibernate. */
    @ArchTest
    static final ArchRule what_asks_a_database_knows_no_hibernate = noClasses()
            .that()
            .resideInAnyPackage(ROOT + ".verify", ROOT + ".explain")
            .and()
            .haveNameNotMatching(".*\\.(RlsVerifier|FactoryConnections|UnfitSettings|CacheKeys|HqlStatements)(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.hibernate..", "jakarta.persistence..");

    @ArchTest
    static final ArchRule what_explains_knows_the_api_the_machinery_and_tables = noClasses()
            .that()
            .resideInAPackage(ROOT + ".explain..")
            .should()
            .dependOnClassesThat(OURS.and(DescribedPredicate.not(
                    resideInAnyPackage(ROOT, ROOT + ".explain..", INTERNAL, ROOT + ".schema.."))));

    @ArchTest
    static final ArchRule only_one_class_knows_caffeine = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(ROOT + ".internal.tenants.CaffeineEntries")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.github.benmanes..");

    @ArchTest
    static final ArchRule only_what_connects_with_spring_knows_spring = noClasses()
            .that()
            .resideOutsideOfPackage(SPRING)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "com.zaxxer..");

    @ArchTest
    static final ArchRule spring_security_is_known_to_what_is_loaded_with_it_only = noClasses()
            .that()
            .haveNameNotMatching(".*\\.spring\\.(SecuredRequest|VerifiedTokens)")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.springframework.security..");

    @ArchTest
    static final ArchRule tokens_of_spring_security_are_known_to_one_class_only = noClasses()
            .that()
            .doNotHaveSimpleName("VerifiedTokens")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.springframework.security.oauth2..");

    @ArchTest
    static final ArchRule what_connects_with_spring_knows_no_machinery = noClasses()
            .that()
            .resideInAPackage(SPRING)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(INTERNAL);

    @ArchTest
    static final ArchRule only_its_adapter_knows_jakarta_servlet = noClasses()
            .that()
            .resideOutsideOfPackages(ROOT + ".web.servlet..", SPRING)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.servlet..");

    @ArchTest
    static final ArchRule only_its_adapter_knows_jakarta_rest = noClasses()
            .that()
            .resideOutsideOfPackages(ROOT + ".web.jaxrs..", ROOT + ".quarkus..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.ws.rs..");

    @ArchTest
    static final ArchRule only_what_is_for_jersey_knows_it = noClasses()
            .that()
            .haveNameNotMatching(".*\\.(web\\.jaxrs\\.Jersey|quarkus\\.).*")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.glassfish..", "jakarta.inject..");

    @ArchTest
    static final ArchRule only_what_is_for_resteasy_knows_it = noClasses()
            .that()
            .haveNameNotMatching(".*\\.(web\\.jaxrs\\.Resteasy|quarkus\\.).*")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.jboss.resteasy..");

    @ArchTest
    static final ArchRule only_one_class_knows_microprofile_jwt = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(ROOT + ".internal.web.JsonWebTokenClaims")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.eclipse.microprofile.jwt..", "jakarta.json..");

    @ArchTest
    static final ArchRule only_the_command_line_knows_what_it_is_made_of = noClasses()
            .that()
            .resideOutsideOfPackage(CLI)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("picocli..", "me.tongfei..", "org.jline..");

    @ArchTest
    static final ArchRule the_command_line_knows_no_machinery = noClasses()
            .that()
            .resideInAPackage(CLI)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(INTERNAL, ROOT + ".hibernate..", "org.hibernate..");

    /** It is loaded where the classes of an application are. */
    @ArchTest
    static final ArchRule one_class_of_the_command_line_knows_persistence = noClasses()
            .that()
            .resideInAPackage(CLI)
            .and()
            .doNotHaveFullyQualifiedName(ROOT + ".cli.Unit")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jakarta.persistence..");

    @ArchTest
    static final ArchRule the_adapters_of_requests_know_no_other =
            slices().matching("io.github.tenantrls.web.(*)..").should().notDependOnEachOther();

    @ArchTest
    static final ArchRule packages_have_no_cycles =
            slices().matching("io.github.tenantrls.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule no_public_signature_names_internal_types =
            classes().that().arePublic().and().resideOutsideOfPackage(INTERNAL).should(nameNoInternalTypes());

    @ArchTest
    static final ArchRule logging_goes_through_jboss_logging =
            GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

    @ArchTest
    static final ArchRule nothing_is_printed = noClasses()
            .that(DescribedPredicate.not(resideInAPackage(CLI)))
            .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS);

    private static ArchCondition<JavaClass> nameNoInternalTypes() {
        return new ArchCondition<>("name no internal types in public and protected signatures") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                Stream<JavaClass> members = Stream.concat(
                        type.getCodeUnits().stream()
                                .filter(unit -> visible(unit.getModifiers()))
                                .flatMap(ArchitectureTest::signature),
                        type.getFields().stream()
                                .filter(field -> visible(field.getModifiers()))
                                .flatMap(field -> field.getAllInvolvedRawTypes().stream()));
                Stream<JavaClass> parents =
                        Stream.concat(type.getRawSuperclass().stream(), type.getRawInterfaces().stream());
                Set<String> internal = Stream.concat(members, parents)
                        .filter(resideInAPackage(INTERNAL))
                        .map(JavaClass::getName)
                        .collect(Collectors.toSet());
                if (!internal.isEmpty()) {
                    events.add(SimpleConditionEvent.violated(type, type.getName() + " names " + internal));
                }
            }
        };
    }

    private static boolean visible(Set<JavaModifier> modifiers) {
        return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
    }

    private static Stream<JavaClass> signature(JavaCodeUnit unit) {
        return Stream.of(
                        unit.getReturnType().getAllInvolvedRawTypes().stream(),
                        unit.getParameterTypes().stream().flatMap(type -> type.getAllInvolvedRawTypes().stream()),
                        unit.getExceptionTypes().stream())
                .flatMap(types -> types);
    }

    /** Leaves out the tests and the examples. */
    static final class Library implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("io/github/tenantrls/tests/")
                    && !location.contains("io/github/tenantrls/examples/");
        }
    }
}
