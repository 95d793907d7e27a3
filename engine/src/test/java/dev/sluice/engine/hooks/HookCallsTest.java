package dev.sluice.engine.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.sluice.engine.run.RunReport;
import dev.sluice.engine.run.Status;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class HookCallsTest {
    private static final RunReport DONE =
            new RunReport("RUN1", "shop", Status.SUCCEEDED, Instant.EPOCH, 5, 1, List.of(), null);
    private static final RunReport FAILED = RunReport.ofFailedStart(
            "run", "shop", new ConnectorException(ErrorCode.LOGIN_REFUSED, "user app, password hunter2: refused"));

    @TempDir
    Path folder;

    @Test
    void contract13AWebhookIsPostedTheReportWithoutSecrets() throws IOException {
        AtomicReference<String> posted = new AtomicReference<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/told", exchange -> {
            posted.set(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(posted.get().contains("succeeded") ? 204 : 500, -1);
            exchange.close();
        });
        server.start();
        try {
            URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/told?key=s3cret");
            List<RunHook> hook = List.of(new RunHook.Webhook(address));
            HookCalls calls = new HookCalls(new RunHooks(hook, hook), folder, text -> text.replace("hunter2", "***"));

            assertThat(calls.ended(DONE)).isEmpty();
            assertThat(posted.get()).contains("\"run_id\" : \"RUN1\"");
            assertThat(calls.ended(FAILED))
                    .containsExactly("the webhook at 127.0.0.1 answered with status 500")
                    .noneMatch(text -> text.contains("s3cret"));
            assertThat(posted.get()).contains("\"failed\"", "***").doesNotContain("hunter2");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aWebhookThatNobodyAnswersIsSaidToBeOne() throws IOException {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        List<RunHook> hook = List.of(new RunHook.Webhook(URI.create("http://127.0.0.1:" + port + "/told")));

        assertThat(new HookCalls(new RunHooks(hook, hook), folder, text -> text).ended(DONE))
                .containsExactly("the webhook at 127.0.0.1 could not be called: the host is not known, or nothing"
                        + " answers there");
    }

    @Test
    void aCommandGetsTheReportAndRunsOnlyWhenItIsMeant() throws IOException {
        RunHook command = new RunHook.Command(
                List.of("/bin/sh", "-c", "cat > told.json; echo $SLUICE_STATUS $SLUICE_PIPELINE > status; exit 3"));
        HookCalls calls = new HookCalls(new RunHooks(List.of(), List.of(command)), folder, text -> text);

        assertThat(calls.ended(DONE)).isEmpty();
        assertThat(folder).isEmptyDirectory();
        assertThat(calls.ended(FAILED)).containsExactly("the command /bin/sh ended with exit code 3");
        assertThat(Files.readString(folder.resolve("told.json"))).contains("refused");
        assertThat(Files.readString(folder.resolve("status"))).isEqualTo("failed shop\n");
    }

    @Test
    @Timeout(20)
    void aCommandThatReadsNothingOfALongReportIsEndedToo() {
        RunReport failed = RunReport.ofFailedStart(
                "run", "shop", new ConnectorException(ErrorCode.LOGIN_REFUSED, "no ".repeat(100_000)));
        RunHook command = new RunHook.Command(List.of("sleep", "60"));
        HookCalls calls =
                new HookCalls(new RunHooks(List.of(), List.of(command)), folder, text -> text, Duration.ofSeconds(1));

        assertThat(calls.ended(failed)).containsExactly("the command sleep took longer than 1 s and was ended");
    }

    @Test
    @Timeout(20)
    void aWebhookWhoseAnswerNeverEndsIsNotWaitedFor() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/told", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('.');
            exchange.getResponseBody().flush();
        });
        server.start();
        try {
            URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/told");
            RunHooks hooks = new RunHooks(List.of(new RunHook.Webhook(address)), List.of());

            assertThat(new HookCalls(hooks, folder, text -> text).ended(DONE)).isEmpty();
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aCommandThatIsNotThereIsNamed() {
        RunHook command = new RunHook.Command(List.of("/no/such/program"));
        assertThat(new HookCalls(new RunHooks(List.of(command), List.of()), folder, text -> text).ended(DONE))
                .singleElement()
                .asString()
                .contains("/no/such/program");
    }
}
