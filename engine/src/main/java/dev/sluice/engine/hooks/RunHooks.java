package dev.sluice.engine.hooks;

import java.util.List;
import java.util.stream.Stream;

/** A pipeline's hooks. */
public record RunHooks(List<RunHook> onSuccess, List<RunHook> onFailure) {
    public static final RunHooks NONE = new RunHooks(List.of(), List.of());

    public RunHooks {
        onSuccess = List.copyOf(onSuccess);
        onFailure = List.copyOf(onFailure);
    }

    /** What must not be shown: whoever knows a webhook's address can use it. */
    public List<String> secrets() {
        return Stream.concat(onSuccess.stream(), onFailure.stream())
                .filter(RunHook.Webhook.class::isInstance)
                .map(hook -> ((RunHook.Webhook) hook).address().toString())
                .toList();
    }
}
