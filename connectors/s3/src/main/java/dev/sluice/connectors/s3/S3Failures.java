package dev.sluice.connectors.s3;

import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Says what a refusal by S3, or its silence, means to a user. */
final class S3Failures {
    private static final int MOVED = 301;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int PRECONDITION_FAILED = 412;
    private static final int SERVER_ERROR = 500;
    private static final int NOT_IMPLEMENTED = 501;

    private S3Failures() {}

    static boolean isNotFound(SdkException failure) {
        return failure instanceof AwsServiceException e
                && e.statusCode() == NOT_FOUND
                && !code(e).equals("NoSuchBucket");
    }

    /** Whether the object is not, or no longer, the one that a request was about. */
    static boolean isPreconditionFailed(SdkException failure) {
        return failure instanceof AwsServiceException e
                && (e.statusCode() == PRECONDITION_FAILED || e.statusCode() == CONFLICT);
    }

    /** Whether the server doesn't know such a request. */
    static boolean isNotImplemented(SdkException failure) {
        return failure instanceof AwsServiceException e && e.statusCode() == NOT_IMPLEMENTED;
    }

    /**
     * @param path what the request was about
     * @param action the permission it needs: {@code s3:GetObject}
     */
    static ConnectorException of(String path, String action, SdkException failure) {
        return switch (failure) {
            case AbortedException e -> new ConnectorException(ErrorCode.CANCELLED, path + ": cancelled", e);
            case AwsServiceException e -> refused(path, action, e);
            case SdkClientException e -> failed(path, e);
            default -> new ConnectorException(ErrorCode.EXTERNAL_FAILURE, path + ": " + failure.getMessage(), failure);
        };
    }

    private static ConnectorException refused(String path, String action, AwsServiceException e) {
        boolean role = !(e instanceof S3Exception);
        return switch (code(e)) {
            case "NoSuchBucket" ->
                exception(ErrorCode.DATABASE_NOT_FOUND, path, "there is no bucket of that name at this endpoint", e);
            case "InvalidAccessKeyId" ->
                exception(ErrorCode.LOGIN_REFUSED, path, "the server doesn't know this access key ID", e);
            case "SignatureDoesNotMatch" ->
                exception(
                        ErrorCode.LOGIN_REFUSED,
                        path,
                        "the secret access key doesn't go with the access key ID; check aws_secret_access_key",
                        e);
            case "ExpiredToken", "ExpiredTokenException", "RequestExpired" ->
                exception(ErrorCode.LOGIN_REFUSED, path, "the temporary login has expired; get a new one", e);
            case "InvalidToken", "InvalidClientTokenId", "UnrecognizedClientException" ->
                exception(ErrorCode.LOGIN_REFUSED, path, "the login isn't valid there; check aws_session_token", e);
            case "RequestTimeTooSkewed" ->
                exception(ErrorCode.LOGIN_REFUSED, path, "this machine's clock is wrong by minutes; set it", e);
            case "PermanentRedirect", "AuthorizationHeaderMalformed", "IllegalLocationConstraintException" ->
                exception(ErrorCode.INVALID_CONFIGURATION, path, "the bucket is in another region" + region(e), e);
            case "InvalidBucketName" ->
                exception(ErrorCode.INVALID_CONFIGURATION, path, "this isn't a valid name of a bucket", e);
            default -> refusedByStatus(path, action, role, e);
        };
    }

    private static ConnectorException refusedByStatus(String path, String action, boolean role, AwsServiceException e) {
        String said = e.awsErrorDetails() == null ? "" : " (" + text(e) + ")";
        if (e.statusCode() == FORBIDDEN) {
            return role
                    ? exception(ErrorCode.LOGIN_REFUSED, path, "the role can't be assumed" + said, e)
                    : exception(
                            ErrorCode.PERMISSION_DENIED,
                            path,
                            "access denied" + said + "; the login needs the permission " + action,
                            e);
        }
        if (e.statusCode() == MOVED) {
            return exception(ErrorCode.INVALID_CONFIGURATION, path, "the bucket is in another region" + region(e), e);
        }
        if (e.statusCode() >= SERVER_ERROR || e.isThrottlingException()) {
            return exception(ErrorCode.TRY_AGAIN, path, "the server is busy or failing" + said, e);
        }
        return exception(ErrorCode.EXTERNAL_FAILURE, path, "the server refused the request" + said, e);
    }

    private static String text(AwsServiceException e) {
        String message = e.awsErrorDetails().errorMessage();
        return code(e) + (message == null || message.isBlank() ? "" : ": " + message);
    }

    private static String region(AwsServiceException e) {
        Optional<String> region = e.awsErrorDetails() == null
                ? Optional.empty()
                : e.awsErrorDetails().sdkHttpResponse().firstMatchingHeader("x-amz-bucket-region");
        return region.map(name -> ": set region: " + name).orElse("; set 'region' to the bucket's");
    }

    private static String code(AwsServiceException e) {
        return e.awsErrorDetails() == null || e.awsErrorDetails().errorCode() == null
                ? ""
                : e.awsErrorDetails().errorCode();
    }

    private static ConnectorException failed(String path, SdkClientException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case UnknownHostException host -> {
                    return exception(
                            ErrorCode.UNKNOWN_HOST,
                            path,
                            "the host " + host.getMessage() + " isn't known; check 'endpoint' and 'region'",
                            e);
                }
                case ConnectException refused -> {
                    return exception(
                            ErrorCode.UNREACHABLE, path, "nothing answers at the endpoint; check 'endpoint'", e);
                }
                case NoRouteToHostException route -> {
                    return exception(ErrorCode.UNREACHABLE, path, "there is no way to the endpoint's host", e);
                }
                case SocketTimeoutException timeout -> {
                    boolean connecting = String.valueOf(timeout.getMessage())
                            .toLowerCase(Locale.ROOT)
                            .contains("connect");
                    return exception(
                            connecting ? ErrorCode.UNREACHABLE : ErrorCode.CONNECTION_LOST,
                            path,
                            "the endpoint doesn't answer in time",
                            e);
                }
                case SSLException tls -> {
                    return exception(
                            ErrorCode.UNREACHABLE,
                            path,
                            "no secure connection can be made to the endpoint (" + tls.getMessage() + ")",
                            e);
                }
                default -> {}
            }
        }
        String message = String.valueOf(e.getMessage());
        if (message.contains("Unable to load credentials")) {
            return exception(
                    ErrorCode.LOGIN_REFUSED,
                    path,
                    "no login was found; set aws_access_key_id and aws_secret_access_key, or log in through the AWS"
                            + " environment variables, a profile or a role",
                    e);
        }
        if (message.startsWith("Profile ")) {
            return exception(ErrorCode.INVALID_CONFIGURATION, path, "the profile can't be used: " + message, e);
        }
        boolean connection = e.getCause() instanceof java.io.IOException;
        return exception(
                connection ? ErrorCode.CONNECTION_LOST : ErrorCode.EXTERNAL_FAILURE,
                path,
                connection ? "the connection broke (" + e.getCause().getMessage() + ")" : message,
                e);
    }

    private static ConnectorException exception(ErrorCode code, String path, String message, SdkException cause) {
        return new ConnectorException(code, path + ": " + message, cause);
    }
}
