// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.web.jaxrs;

import java.lang.annotation.Annotation;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.Type;
import org.jboss.resteasy.spi.ConstructorInjector;
import org.jboss.resteasy.spi.InjectorFactory;
import org.jboss.resteasy.spi.MethodInjector;
import org.jboss.resteasy.spi.PropertyInjector;
import org.jboss.resteasy.spi.ResteasyProviderFactory;
import org.jboss.resteasy.spi.ValueInjector;
import org.jboss.resteasy.spi.metadata.Parameter;
import org.jboss.resteasy.spi.metadata.ResourceClass;
import org.jboss.resteasy.spi.metadata.ResourceConstructor;
import org.jboss.resteasy.spi.metadata.ResourceLocator;

/** The application's own injectors, those of methods in blocks. */
@SuppressWarnings("rawtypes") // as the interface has them
final class ResteasyInjectors implements InjectorFactory {

    private final InjectorFactory factory;

    ResteasyInjectors(InjectorFactory factory) {
        this.factory = factory;
    }

    @Override
    public MethodInjector createMethodInjector(ResourceLocator method, ResteasyProviderFactory providers) {
        return new ResteasyBlock(factory.createMethodInjector(method, providers));
    }

    @Override
    public ConstructorInjector createConstructor(Class<?> type, ResteasyProviderFactory providers) {
        return factory.createConstructor(type, providers);
    }

    @Override
    public ConstructorInjector createConstructor(Constructor constructor, ResteasyProviderFactory providers) {
        return factory.createConstructor(constructor, providers);
    }

    @Override
    public ConstructorInjector createConstructor(ResourceConstructor constructor, ResteasyProviderFactory providers) {
        return factory.createConstructor(constructor, providers);
    }

    @Override
    public PropertyInjector createPropertyInjector(Class type, ResteasyProviderFactory providers) {
        return factory.createPropertyInjector(type, providers);
    }

    @Override
    public PropertyInjector createPropertyInjector(ResourceClass type, ResteasyProviderFactory providers) {
        return factory.createPropertyInjector(type, providers);
    }

    @Override
    public ValueInjector createParameterExtractor(
            Class target,
            AccessibleObject injected,
            String defaultName,
            Class type,
            Type genericType,
            Annotation[] annotations,
            ResteasyProviderFactory providers) {
        return factory.createParameterExtractor(
                target, injected, defaultName, type, genericType, annotations, providers);
    }

    @Override
    public ValueInjector createParameterExtractor(
            Class target,
            AccessibleObject injected,
            String defaultName,
            Class type,
            Type genericType,
            Annotation[] annotations,
            boolean useDefault,
            ResteasyProviderFactory providers) {
        return factory.createParameterExtractor(
                target, injected, defaultName, type, genericType, annotations, useDefault, providers);
    }

    @Override
    public ValueInjector createParameterExtractor(Parameter parameter, ResteasyProviderFactory providers) {
        return factory.createParameterExtractor(parameter, providers);
    }
}
