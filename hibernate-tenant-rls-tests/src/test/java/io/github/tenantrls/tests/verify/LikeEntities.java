// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.verify;

import io.github.tenantrls.TenantScoped;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.description.annotation.AnnotationDescription;
import net.bytebuddy.description.modifier.Visibility;
import net.bytebuddy.description.type.TypeDescription.Generic;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.dynamic.loading.ClassLoadingStrategy;
import org.jspecify.annotations.Nullable;

/** Entity classes made to order, as many as are wanted. */
public final class LikeEntities {

    /** The types of the attributes that each has beside its identifier and version. */
    private static final Class<?>[] ATTRIBUTES = {
        String.class,
        String.class,
        String.class,
        String.class,
        BigDecimal.class,
        Integer.class,
        boolean.class,
        LocalDate.class,
        Instant.class,
        Instant.class
    };

    /** A class loader takes no second class of a name. */
    private static final List<Class<?>> MADE = new ArrayList<>();

    private LikeEntities() {}

    /**
     * Entities {@code Like0}, {@code Like1} and so on, with an identifier, a version and ten attributes. Nine of ten refer
     * to the one before, and every fourth has a collection of texts, a table of its own: 400 entities have 500 tables.
     */
    public static synchronized Class<?>[] of(int number) {
        for (int at = MADE.size(); at < number; at++) {
            MADE.add(entity(at, at % 10 == 0 ? null : MADE.get(at - 1)));
        }
        return MADE.subList(0, number).toArray(Class<?>[]::new);
    }

    private static Class<?> entity(int number, @Nullable Class<?> parent) {
        DynamicType.Builder<?> type = new ByteBuddy()
                .subclass(Object.class)
                .name(LikeEntities.class.getPackageName() + ".Like" + number)
                .annotateType(
                        AnnotationDescription.Builder.ofType(Entity.class).build(),
                        AnnotationDescription.Builder.ofType(TenantScoped.class).build())
                .defineField("id", long.class, Visibility.PROTECTED)
                .annotateField(AnnotationDescription.Builder.ofType(Id.class).build())
                .defineField("version", long.class, Visibility.PROTECTED)
                .annotateField(
                        AnnotationDescription.Builder.ofType(Version.class).build());
        for (int at = 0; at < ATTRIBUTES.length; at++) {
            type = type.defineField("attribute" + at, ATTRIBUTES[at], Visibility.PROTECTED);
        }
        return withAssociations(type, number, parent)
                .make()
                .load(LikeEntities.class.getClassLoader(), ClassLoadingStrategy.Default.INJECTION)
                .getLoaded();
    }

    private static DynamicType.Builder<?> withAssociations(
            DynamicType.Builder<?> plain, int number, @Nullable Class<?> parent) {
        DynamicType.Builder<?> type = plain;
        if (parent != null) {
            type = type.defineField("parent", parent, Visibility.PROTECTED)
                    .annotateField(AnnotationDescription.Builder.ofType(ManyToOne.class)
                            .define("fetch", FetchType.LAZY)
                            .build());
        }
        if (number % 4 == 0) {
            type = type.defineField(
                            "tags",
                            Generic.Builder.parameterizedType(Set.class, String.class)
                                    .build(),
                            Visibility.PROTECTED)
                    .annotateField(AnnotationDescription.Builder.ofType(ElementCollection.class)
                            .build());
        }
        return type;
    }
}
