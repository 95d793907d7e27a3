package dev.sluice.testkit.s3;

import java.lang.reflect.Array;
import java.lang.reflect.Proxy;
import java.util.Map;

/**
 * The main class of the S3Mock process. S3Mock opens a second port of its own on all interfaces, and has no option for it:
 * here all of its ports are on loopback. Runs inside S3Mock's class loader, and knows its libraries by name only.
 */
public final class LoopbackS3Mock {
    private static final String LOOPBACK = "127.0.0.1";
    private static final String CONNECTOR = "org.apache.catalina.connector.Connector";

    private LoopbackS3Mock() {}

    /**
     * @param args the port
     */
    public static void main(String[] args) throws ReflectiveOperationException {
        Class<?> application = Class.forName("com.adobe.testing.s3mock.S3MockApplication");
        Class<?> initializer = Class.forName("org.springframework.context.ApplicationContextInitializer");
        Class<?> spring = Class.forName("org.springframework.boot.SpringApplication");
        Object starter = spring.getConstructor(Class[].class).newInstance((Object) new Class<?>[] {application});
        Object initializers = Array.newInstance(initializer, 1);
        Array.set(initializers, 0, hook(initializer, "initialize", LoopbackS3Mock::seeBeansOf));
        spring.getMethod("addInitializers", initializers.getClass()).invoke(starter, initializers);
        Map<String, Object> properties = Map.of(
                "server.address", LOOPBACK, "server.port", args[0], "http.port", "0", "logging.level.root", "warn");
        spring.getMethod("setDefaultProperties", Map.class).invoke(starter, properties);
        spring.getMethod("run", String[].class).invoke(starter, (Object) new String[0]);
    }

    private static void seeBeansOf(Object context) throws ReflectiveOperationException {
        Object factory = Class.forName("org.springframework.context.ConfigurableApplicationContext")
                .getMethod("getBeanFactory")
                .invoke(context);
        Class<?> processor = Class.forName("org.springframework.beans.factory.config.BeanPostProcessor");
        Class.forName("org.springframework.beans.factory.config.ConfigurableBeanFactory")
                .getMethod("addBeanPostProcessor", processor)
                .invoke(factory, hook(processor, "postProcessBeforeInitialization", LoopbackS3Mock::keepOnLoopback));
    }

    private static void keepOnLoopback(Object bean) throws ReflectiveOperationException {
        if (bean.getClass().getName().equals(CONNECTOR)) {
            bean.getClass().getMethod("setProperty", String.class, String.class).invoke(bean, "address", LOOPBACK);
        }
    }

    private interface Action {
        void on(Object argument) throws ReflectiveOperationException;
    }

    /** Something of an interface that acts in one of its methods; each returns its first argument. */
    private static Object hook(Class<?> type, String method, Action action) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, called, arguments) -> {
            if (called.getDeclaringClass() == Object.class) {
                return switch (called.getName()) {
                    case "equals" -> self == arguments[0];
                    case "hashCode" -> System.identityHashCode(self);
                    default -> type.getSimpleName();
                };
            }
            if (called.getName().equals(method)) {
                action.on(arguments[0]);
            }
            return called.getReturnType() == void.class ? null : arguments[0];
        });
    }
}
