package dev.sluice.connectors.s3;

import dev.sluice.formats.json.JsonTree;
import dev.sluice.spi.DestinationConnector;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Options;
import dev.sluice.spi.SourceConnector;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.data.Type;
import dev.sluice.testkit.conformance.SystemUnderTest;
import dev.sluice.testkit.data.Oddity;
import dev.sluice.testkit.data.TypeMatrix;
import dev.sluice.testkit.s3.TestingS3;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** A bucket, with files of one format. What is in it is told by the SDK's own client. */
final class S3System implements SystemUnderTest {
    private static final String PREFIX = "lake/";

    private final TestingS3 server;
    private final String bucket;
    private final String format;
    private final boolean hasTypes;

    /**
     * @param hasTypes whether the format's files say of what types their columns are; else readers are told
     */
    S3System(TestingS3 server, String format, boolean hasTypes) {
        this.server = server;
        this.bucket = server.createBucket();
        this.format = format;
        this.hasTypes = hasTypes;
    }

    @Override
    public SourceConnector source() {
        return new S3Source();
    }

    @Override
    public DestinationConnector destination() {
        return new S3Destination();
    }

    @Override
    public Options sourceOptions(StreamName target) {
        Map<String, Object> config = config();
        try (S3Client client = server.client()) {
            String folder = client
                    .listObjectsV2(
                            request -> request.bucket(bucket).prefix(PREFIX).delimiter("/"))
                    .commonPrefixes()
                    .stream()
                    .map(common -> common.prefix())
                    .filter(prefix -> decoded(prefix).equals(PREFIX + target.name() + "/"))
                    .findFirst()
                    .orElse(PREFIX + target.name().replace("/", "%2F") + "/");
            config.put("prefix", folder);
            if (!hasTypes) {
                byte[] manifest = client.getObject(
                                request -> request.bucket(bucket).key(folder + "_sluice_manifest.json"),
                                ResponseTransformer.toBytes())
                        .asByteArray();
                config.put("column_types", ((Map<?, ?>) JsonTree.parse(manifest)).get("schema"));
            }
        } catch (NoSuchKeyException e) {
            config.remove("column_types");
        }
        return Options.of(source().spec().options(), config);
    }

    private static String decoded(String name) {
        return URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private Map<String, Object> config() {
        Map<String, Object> config = new HashMap<>(server.config(bucket));
        config.put("format", format);
        return config;
    }

    @Override
    public Options destinationOptions() {
        Map<String, Object> config = config();
        config.put("prefix", PREFIX);
        config.put("overwrite", true);
        return Options.of(destination().spec().options(), config);
    }

    /** Objects, and uploads that are open. */
    @Override
    public Set<String> contents() {
        Set<String> contents = new TreeSet<>();
        try (S3Client client = server.client()) {
            client.listObjectsV2Paginator(request -> request.bucket(bucket))
                    .contents()
                    .forEach(object -> contents.add(object.key()));
            client.listMultipartUploads(request -> request.bucket(bucket))
                    .uploads()
                    .forEach(upload -> contents.add("upload " + upload.uploadId() + " of " + upload.key()));
        }
        return contents;
    }

    @Override
    public TypeMatrix matrix() {
        return hasTypes ? TypeMatrix.all().without(Oddity.BEYOND_LONG_NANOSECONDS) : TypeMatrix.all();
    }

    @Override
    public Type readBack(Type written) {
        return !hasTypes && Type.isNested(written) ? Type.JSON : written;
    }

    /** Files of one folder need not have the same columns. */
    @Override
    public boolean targetsHaveSchemas() {
        return false;
    }

    @Override
    public Map<ErrorCode, Options> brokenConnections() {
        Map<ErrorCode, Options> broken = new HashMap<>(Map.of(
                ErrorCode.DATABASE_NOT_FOUND, broken("bucket", "no-such-bucket-anywhere"),
                ErrorCode.UNREACHABLE, broken("endpoint", "http://127.0.0.1:1"),
                ErrorCode.UNKNOWN_HOST, broken("endpoint", "http://no-such-host.invalid:9000"),
                ErrorCode.STREAM_NOT_FOUND, broken("prefix", "missing/")));
        if (server.checksLogins()) {
            broken.put(ErrorCode.LOGIN_REFUSED, broken("aws_secret_access_key", "not/the+secret"));
        }
        return broken;
    }

    private Options broken(String key, String value) {
        Map<String, Object> config = config();
        config.put(key, value);
        return Options.of(source().spec().options(), config);
    }
}
