package dev.sluice.connectors.s3;

import dev.sluice.spi.Option;
import dev.sluice.spi.UriMapping;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The options that say which bucket, and how to log in. */
final class S3Options {
    /** How objects are encrypted where they are stored. */
    enum Encryption {
        /** As the bucket's own setting says. */
        BUCKET,
        /** With keys that S3 keeps (SSE-S3). */
        AES256,
        /** With a key of AWS KMS (SSE-KMS). */
        KMS
    }

    static final Option<String> BUCKET =
            Option.string("bucket", "The bucket's name").required();

    static final Option<String> PREFIX = Option.string(
                    "prefix",
                    "Where in the bucket: a folder such as data/, a file, or for a source a glob such as data/**/*.csv")
            .defaultValue("");

    static final Option<String> ACCESS_KEY_ID = Option.string(
                    "aws_access_key_id",
                    "Access key; left out, the standard AWS chain finds one: environment, profile, web identity, role")
            .secret();

    static final Option<String> SECRET_ACCESS_KEY =
            Option.string("aws_secret_access_key", "The access key's secret").secret();

    static final Option<String> SESSION_TOKEN = Option.string(
                    "aws_session_token", "Session token, where the access key is a temporary one")
            .secret();

    static final Option<String> PROFILE =
            Option.string("profile", "The profile of the AWS configuration files to log in with");

    static final Option<String> ROLE_ARN =
            Option.string("role_arn", "A role to assume with the login, through AWS STS");

    static final Option<String> EXTERNAL_ID =
            Option.string("external_id", "The external ID that the role's trust policy asks for");

    static final Option<String> REGION = Option.string(
            "region", "The bucket's region, such as eu-central-1; left out, the standard AWS chain, else found out");

    static final Option<String> ENDPOINT = Option.string(
            "endpoint", "URL of an S3-compatible server, such as https://minio.example.com:9000; left out: AWS");

    static final Option<Boolean> PATH_STYLE = Option.bool(
            "path_style",
            "Whether the bucket is named in the path rather than in the host name; left out: yes with an endpoint");

    static final Option<Boolean> REQUESTER_PAYS = Option.bool(
                    "requester_pays", "Whether to pay for requests to a bucket whose owner doesn't")
            .defaultValue(false);

    static final Option<Encryption> ENCRYPTION = Option.choice(
                    "encryption",
                    "How written objects are encrypted: as the bucket says, by S3's keys, or by a key of AWS KMS",
                    Encryption.class)
            .defaultValue(Encryption.BUCKET);

    static final Option<String> KMS_KEY_ID =
            Option.string("kms_key_id", "The KMS key of 'encryption: kms'; left out: the account's own for S3");

    /** {@code s3://bucket/prefix?region=…}; a user and password before the bucket are the access key. */
    static final UriMapping URI = new UriMapping(List.of("s3"), uri -> {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put(BUCKET.key(), uri.host());
        config.put(PREFIX.key(), uri.path().startsWith("/") ? uri.path().substring(1) : uri.path());
        if (!uri.user().isEmpty()) {
            config.put(ACCESS_KEY_ID.key(), uri.user());
            config.put(SECRET_ACCESS_KEY.key(), uri.password());
        }
        config.putAll(uri.parameters());
        return config;
    });

    private S3Options() {}

    /** Where the files are. */
    static List<Option<?>> place() {
        return List.of(BUCKET, PREFIX);
    }

    /** How to get there. */
    static List<Option<?>> connection() {
        return List.of(
                ACCESS_KEY_ID,
                SECRET_ACCESS_KEY,
                SESSION_TOKEN,
                PROFILE,
                ROLE_ARN,
                EXTERNAL_ID,
                REGION,
                ENDPOINT,
                PATH_STYLE,
                REQUESTER_PAYS);
    }

    /** How to write. */
    static List<Option<?>> encryption() {
        return List.of(ENCRYPTION, KMS_KEY_ID);
    }
}
