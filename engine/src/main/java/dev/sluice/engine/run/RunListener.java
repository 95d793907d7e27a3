package dev.sluice.engine.run;

/** Is told what happens in a run; called from several threads, one at a time. Must not block. */
@FunctionalInterface
public interface RunListener {
    void on(RunEvent event);
}
