package dev.sluice.connectors.s3;

import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Options;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

/**
 * A login to a server, made from options.
 *
 * @param client which is thread-safe and has retries with back-off built in
 * @param content what passes content to a server that is named by its endpoint
 */
record S3Login(S3Client client, Optional<ContentRequests> content) {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(60);
    private static final int MAX_CONNECTIONS = 256;
    private static final int ATTEMPTS = 5;
    private static final Region ANYWHERE = Region.US_EAST_1;

    /**
     * @throws ConnectorException INVALID_CONFIGURATION where options contradict each other
     */
    static S3Login of(Options options) {
        checkCombinations(options);
        SdkHttpClient http = Apache5HttpClient.builder()
                .connectionTimeout(CONNECT_TIMEOUT)
                .socketTimeout(SOCKET_TIMEOUT)
                .maxConnections(MAX_CONNECTIONS)
                .build();
        Optional<URI> endpoint = options.find(S3Options.ENDPOINT).map(S3Login::uri);
        Optional<Region> region = region(options, endpoint.isPresent());
        boolean pathStyle = options.find(S3Options.PATH_STYLE).orElse(endpoint.isPresent());
        AwsCredentialsProvider credentials = credentials(options, http, region.orElse(ANYWHERE));
        Map<String, String> headers =
                options.get(S3Options.REQUESTER_PAYS) ? Map.of("x-amz-request-payer", "requester") : Map.of();
        S3ClientBuilder builder = S3Client.builder()
                .httpClient(http)
                .region(region.orElse(ANYWHERE))
                // without a region the first answer tells it
                .crossRegionAccessEnabled(region.isEmpty() && endpoint.isEmpty())
                .forcePathStyle(pathStyle)
                .credentialsProvider(credentials)
                .overrideConfiguration(override -> {
                    override.retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                            .maxAttempts(ATTEMPTS)
                            .build());
                    headers.forEach(override::putHeader);
                });
        endpoint.ifPresent(uri -> {
            // not every compatible server knows the checksums that AWS takes behind a body
            builder.endpointOverride(uri)
                    .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                    .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
        });
        return new S3Login(
                builder.build(),
                endpoint.filter(uri -> pathStyle)
                        .map(uri -> new ContentRequests(http, credentials, region.orElse(ANYWHERE), uri, headers)));
    }

    private static void checkCombinations(Options options) {
        if (options.isSet(S3Options.ACCESS_KEY_ID) != options.isSet(S3Options.SECRET_ACCESS_KEY)) {
            throw new ConnectorException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "config: aws_access_key_id and aws_secret_access_key go together; set both or none");
        }
        if (options.isSet(S3Options.SESSION_TOKEN) && !options.isSet(S3Options.ACCESS_KEY_ID)) {
            throw new ConnectorException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "config.aws_session_token: needs the access key that it goes with: set aws_access_key_id and"
                            + " aws_secret_access_key");
        }
        if (options.isSet(S3Options.PROFILE) && options.isSet(S3Options.ACCESS_KEY_ID)) {
            throw new ConnectorException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "config: profile and aws_access_key_id are two logins; leave one of them out");
        }
        if (options.isSet(S3Options.EXTERNAL_ID) && !options.isSet(S3Options.ROLE_ARN)) {
            throw new ConnectorException(
                    ErrorCode.INVALID_CONFIGURATION, "config.external_id: belongs to a role; set role_arn");
        }
        if (options.isSet(S3Options.KMS_KEY_ID) && options.get(S3Options.ENCRYPTION) != S3Options.Encryption.KMS) {
            throw new ConnectorException(ErrorCode.INVALID_CONFIGURATION, "config.kms_key_id: needs 'encryption: kms'");
        }
    }

    private static URI uri(String endpoint) {
        try {
            URI uri = new URI(endpoint);
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw notAnEndpoint(e);
        }
        throw notAnEndpoint(null);
    }

    private static ConnectorException notAnEndpoint(Throwable cause) {
        return new ConnectorException(
                ErrorCode.INVALID_CONFIGURATION,
                "config.endpoint: must be a URL such as https://minio.example.com:9000",
                cause);
    }

    private static Optional<Region> region(Options options, boolean hasEndpoint) {
        Optional<Region> written = options.find(S3Options.REGION).map(Region::of);
        if (written.isPresent() || hasEndpoint) {
            return written;
        }
        try {
            var chain = DefaultAwsRegionProviderChain.builder();
            options.find(S3Options.PROFILE).ifPresent(chain::profileName);
            return Optional.of(chain.build().getRegion());
        } catch (SdkClientException e) {
            return Optional.empty();
        }
    }

    private static AwsCredentialsProvider credentials(Options options, SdkHttpClient http, Region region) {
        AwsCredentialsProvider own = ownCredentials(options);
        if (!options.isSet(S3Options.ROLE_ARN)) {
            return own;
        }
        StsClient sts = StsClient.builder()
                .httpClient(http)
                .region(region)
                .credentialsProvider(own)
                .build();
        return StsAssumeRoleCredentialsProvider.builder()
                .stsClient(sts)
                .refreshRequest(request -> {
                    request.roleArn(options.get(S3Options.ROLE_ARN)).roleSessionName("sluice");
                    options.find(S3Options.EXTERNAL_ID).ifPresent(request::externalId);
                })
                .build();
    }

    private static AwsCredentialsProvider ownCredentials(Options options) {
        Optional<String> key = options.find(S3Options.ACCESS_KEY_ID);
        if (key.isPresent()) {
            String secret = options.get(S3Options.SECRET_ACCESS_KEY);
            AwsCredentials credentials = options.find(S3Options.SESSION_TOKEN)
                    .<AwsCredentials>map(token -> AwsSessionCredentials.create(key.get(), secret, token))
                    .orElseGet(() -> AwsBasicCredentials.create(key.get(), secret));
            return StaticCredentialsProvider.create(credentials);
        }
        return options.find(S3Options.PROFILE)
                .<AwsCredentialsProvider>map(ProfileCredentialsProvider::create)
                .orElseGet(() -> DefaultCredentialsProvider.builder().build());
    }
}
