package dev.sluice.connectors.s3;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.utils.IoUtils;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * The requests that content passes through, ranges of objects and parts of uploads, to a server that is named by its
 * endpoint. They are many, and what the SDK does for each takes a young JVM longer than the content itself: here its signer
 * and its HTTP client do by themselves. What is not answered as hoped for, or not at all, is empty: then the caller asks
 * again through the SDK, which repeats what fails for a passing reason, and knows what refusals mean. Thread-safe.
 *
 * <p>Bodies are signed where somebody could change them on the way: not over TLS, and not within one machine.
 */
final class ContentRequests {
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");
    private static final Set<Integer> REFUSALS = Set.of(400, 403, 501);
    private static final AwsV4HttpSigner SIGNER = AwsV4HttpSigner.create();
    private static final System.Logger LOG = System.getLogger(ContentRequests.class.getName());

    private final SdkHttpClient http;
    private final AwsCredentialsProvider credentials;
    private final Region region;
    private final URI root;
    private final Map<String, String> headers;
    private final String signedScheme;
    private volatile boolean refused;

    /**
     * @param root the endpoint, with buckets named in the path
     * @param headers what each request carries
     */
    ContentRequests(
            SdkHttpClient http,
            AwsCredentialsProvider credentials,
            Region region,
            URI root,
            Map<String, String> headers) {
        this.http = http;
        this.credentials = credentials;
        this.region = region;
        this.root = root;
        this.headers = headers;
        // the signer goes by the scheme, which is no part of what it signs
        this.signedScheme = LOOPBACK.matcher(root.getHost()).matches() ? "https" : root.getScheme();
    }

    /** The bytes of a range of one version of an object. */
    Optional<AbortableInputStream> get(String bucket, String key, String etag, long start, long end) {
        SdkHttpRequest.Builder request = request(SdkHttpMethod.GET, bucket, key)
                .putHeader("Range", "bytes=" + start + "-" + (end - 1))
                .putHeader("If-Match", etag);
        return send(request, null, 206).flatMap(HttpExecuteResponse::responseBody);
    }

    /** Uploads a part and returns its ETag. */
    Optional<String> put(
            String bucket, String key, String upload, int number, long length, Supplier<InputStream> content) {
        SdkHttpRequest.Builder request = request(SdkHttpMethod.PUT, bucket, key)
                .putRawQueryParameter("uploadId", upload)
                .putRawQueryParameter("partNumber", String.valueOf(number))
                .putHeader("Content-Length", String.valueOf(length));
        Optional<HttpExecuteResponse> response = send(request, content::get, 200);
        // gives the connection back
        response.flatMap(HttpExecuteResponse::responseBody).ifPresent(IoUtils::drainInputStream);
        return response.flatMap(each -> each.httpResponse().firstMatchingHeader("ETag"));
    }

    private SdkHttpRequest.Builder request(SdkHttpMethod method, String bucket, String key) {
        String path = root.getRawPath() == null ? "" : root.getRawPath().replaceFirst("/$", "");
        SdkHttpRequest.Builder request = SdkHttpRequest.builder()
                .method(method)
                .protocol(signedScheme)
                .host(root.getHost())
                .encodedPath(path + "/" + bucket + "/" + SdkHttpUtils.urlEncodeIgnoreSlashes(key));
        int standard = "https".equals(root.getScheme()) ? 443 : 80;
        request.port(root.getPort() < 0 ? standard : root.getPort());
        headers.forEach(request::putHeader);
        return request;
    }

    /** Empty unless there is an answer of this status. */
    private Optional<HttpExecuteResponse> send(
            SdkHttpRequest.Builder request, ContentStreamProvider content, int status) {
        if (refused) {
            return Optional.empty();
        }
        try {
            SignedRequest signed = SIGNER.sign(sign -> sign.identity(credentials.resolveCredentials())
                    .request(request.build())
                    .payload(content)
                    .putProperty(AwsV4HttpSigner.REGION_NAME, region.id())
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                    .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                    .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                    // which the signer does all the same where nothing is encrypted
                    .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false));
            HttpExecuteResponse response = http.prepareRequest(HttpExecuteRequest.builder()
                            .request(signed.request().toBuilder()
                                    .protocol(root.getScheme())
                                    .build())
                            .contentStreamProvider(signed.payload().orElse(null))
                            .build())
                    .call();
            int answer = response.httpResponse().statusCode();
            if (answer == status) {
                return Optional.of(response);
            }
            LOG.log(System.Logger.Level.DEBUG, "status {0} to a request that the SDK will make again", answer);
            refused = refused || REFUSALS.contains(answer);
            response.responseBody().ifPresent(AbortableInputStream::abort);
        } catch (IOException | SdkException e) {
            LOG.log(System.Logger.Level.DEBUG, "a request that the SDK will make again", e);
        }
        return Optional.empty();
    }
}
