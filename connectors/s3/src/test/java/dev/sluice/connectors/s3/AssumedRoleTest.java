package dev.sluice.connectors.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Options;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A role assumed through STS, whose answers are written here: S3Proxy has no STS. The login that it gives is checked. */
class AssumedRoleTest {
    private static final String ENDPOINT_PROPERTY = "aws.endpointUrlSts";
    private static final String ROLE = "arn:aws:iam::123456789012:role/reader";

    private final S3Runs runs = new S3Runs();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private HttpServer sts;
    private int status = 200;
    private String answer = """
        <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
        <AccessKeyId>%s</AccessKeyId><SecretAccessKey>%s</SecretAccessKey><SessionToken>token-of-the-role</SessionToken>
        <Expiration>2999-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>
        """.formatted(runs.server.accessKeyId(), runs.server.secretAccessKey());

    @BeforeEach
    void startSts() throws IOException {
        sts = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        sts.createContext("/", exchange -> {
            requests.add(URLDecoder.decode(
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                    StandardCharsets.UTF_8));
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        sts.start();
        System.setProperty(
                ENDPOINT_PROPERTY, "http://127.0.0.1:" + sts.getAddress().getPort());
    }

    @AfterEach
    void close() {
        System.clearProperty(ENDPOINT_PROPERTY);
        sts.stop(0);
        runs.close();
    }

    private Options source(String endpoint) {
        return runs.source(Map.of(
                "prefix",
                "in/",
                "endpoint",
                endpoint,
                "role_arn",
                ROLE,
                "external_id",
                "the-external-id",
                "aws_access_key_id",
                "own-key",
                "aws_secret_access_key",
                "own-secret"));
    }

    @Test
    void requestsAreSignedWithTheLoginOfTheRole() throws Exception {
        runs.put("in/a.csv", "id,name\n1,one\n");
        try (FaultyProxy proxy = new FaultyProxy(runs.server.endpoint(), head -> FaultyProxy.PASSED)) {
            assertThat(S3Runs.read(source(proxy.endpoint().toString()))).containsExactly(List.of(1L, "one"));

            assertThat(proxy.requests())
                    .isNotEmpty()
                    .allMatch(head -> head.contains("\r\nx-amz-security-token: token-of-the-role\r\n"));
        }
        assertThat(requests.getFirst()).contains("Action=AssumeRole", "RoleArn=" + ROLE, "ExternalId=the-external-id");
    }

    @Test
    void aRoleThatMayNotBeAssumedIsALoginRefused() {
        status = 403;
        answer = """
            <ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code>
            <Message>not authorized to perform: sts:AssumeRole</Message></Error></ErrorResponse>
            """;

        ConnectorException failure = catchThrowableOfType(
                ConnectorException.class,
                () -> new S3Source()
                        .testConnection(source(runs.server.endpoint().toString())));

        assertThat(failure.code()).as(failure.getMessage()).isIn(ErrorCode.LOGIN_REFUSED, ErrorCode.PERMISSION_DENIED);
        assertThat(failure).hasMessageContaining("sts:AssumeRole");
    }
}
