package io.mirai.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Skips a test in a run whose daemons are elsewhere, where it means nothing; the system property {@code elsewhere} says so. */
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(OnThisMachineOnly.Condition.class)
public @interface OnThisMachineOnly {

    /** What only a daemon on this machine has. */
    String value();

    /** Looks at the property. */
    final class Condition implements ExecutionCondition {

        /** For JUnit. */
        public Condition() {}

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            if (!Boolean.getBoolean("elsewhere")) {
                return ConditionEvaluationResult.enabled("daemons are on this machine");
            }
            return AnnotationSupport.findAnnotation(context.getElement(), OnThisMachineOnly.class)
                    .map(only -> ConditionEvaluationResult.disabled("only on this machine: " + only.value()))
                    .orElseGet(() -> ConditionEvaluationResult.enabled("runs elsewhere too"));
        }
    }
}
