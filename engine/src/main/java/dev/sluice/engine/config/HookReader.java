package dev.sluice.engine.config;

import dev.sluice.engine.hooks.RunHook;
import dev.sluice.engine.hooks.RunHooks;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads {@code hooks:}. */
final class HookReader {
    private static final List<String> KEYS = List.of("on_success", "on_failure");
    private static final List<String> HOOK_KEYS = List.of("webhook", "command");

    private final Variables variables;
    private final Problems problems;

    HookReader(Variables variables, Problems problems) {
        this.variables = variables;
        this.problems = problems;
    }

    RunHooks read(String path, Object hooks) {
        if (hooks == null) {
            return RunHooks.NONE;
        }
        if (!(hooks instanceof Map<?, ?> map)) {
            problems.add(path, "must be a mapping with on_success or on_failure");
            return RunHooks.NONE;
        }
        Map<String, Object> keys = Documents.texts(map);
        keys.keySet().stream().filter(key -> !KEYS.contains(key)).forEach(key -> problems.unknownKey(path, key, KEYS));
        return new RunHooks(
                list(path + ".on_success", keys.get("on_success")), list(path + ".on_failure", keys.get("on_failure")));
    }

    private List<RunHook> list(String path, Object value) {
        List<?> entries = value instanceof List<?> list ? list : value == null ? List.of() : List.of(value);
        List<RunHook> hooks = new ArrayList<>();
        for (Object entry : entries) {
            if (!(entry instanceof Map<?, ?> map) || map.size() != 1) {
                problems.add(path, "must be a list of {webhook: URL} or {command: [program, argument]}");
                continue;
            }
            Keys keys = new Keys(path, Documents.texts(map), problems);
            if (keys.has("webhook")) {
                webhook(keys, hooks);
            } else if (keys.has("command")) {
                List<String> words = keys.texts("command", "a program and its arguments").stream()
                        .map(word -> variables.expandWord(path + ".command", word))
                        .toList();
                if (words.isEmpty()) {
                    keys.problem("command", "must name a program");
                } else {
                    hooks.add(new RunHook.Command(words));
                }
            } else {
                problems.unknownKey(path, map.keySet().iterator().next().toString(), HOOK_KEYS);
            }
        }
        return hooks;
    }

    private void webhook(Keys keys, List<RunHook> hooks) {
        String text = variables.expand(keys.path() + ".webhook", keys.text("webhook"));
        try {
            URI address = URI.create(text);
            if (List.of("http", "https").contains(String.valueOf(address.getScheme())) && address.getHost() != null) {
                hooks.add(new RunHook.Webhook(address));
                return;
            }
        } catch (IllegalArgumentException e) {
            // said below, without the address, which may be a secret
        }
        keys.problem("webhook", "must be an address that begins with https:// or http://");
    }
}
