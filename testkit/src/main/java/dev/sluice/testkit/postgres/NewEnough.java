package dev.sluice.testkit.postgres;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Whether the shared server is of the version that {@link SincePostgres} names, or newer. */
final class NewEnough implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        int needed = AnnotationSupport.findAnnotation(context.getElement(), SincePostgres.class)
                .map(SincePostgres::value)
                .orElse(0);
        int version = TestingPostgres.shared().majorVersion();
        return version >= needed
                ? ConditionEvaluationResult.enabled("PostgreSQL " + version)
                : ConditionEvaluationResult.disabled("PostgreSQL " + version + " is older than " + needed);
    }
}
