package dev.sluice.connectors.s3;

import dev.sluice.connectors.storage.StoredFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/** What is in a bucket. Everything goes by listing, whose refusals say why, other than those of HEAD. */
record S3Listing(S3Bucket bucket) {
    private static final String ACTION = "s3:ListBucket";

    /** The object of a path. */
    Optional<StoredFile> find(String path) {
        String key = bucket.key(path);
        if (key.isEmpty() || key.endsWith("/")) {
            return Optional.empty();
        }
        // of the keys with a prefix the shortest comes first
        return first(path, key).filter(object -> object.key().equals(key)).map(this::stored);
    }

    boolean isFolder(String path) {
        String prefix = bucket.keyPrefix(path);
        return first(path, prefix).isPresent() || prefix.isEmpty();
    }

    private Optional<software.amazon.awssdk.services.s3.model.S3Object> first(String path, String prefix) {
        return bucket
                .call(
                        path,
                        ACTION,
                        client ->
                                client.listObjectsV2(request(prefix).maxKeys(1).build()))
                .contents()
                .stream()
                .findFirst();
    }

    private ListObjectsV2Request.Builder request(String prefix) {
        // keys may hold characters that XML can't
        return ListObjectsV2Request.builder()
                .bucket(bucket.name())
                .prefix(prefix)
                .encodingType(EncodingType.URL);
    }

    /** The objects below a folder, by path. */
    List<StoredFile> files(String folder, boolean recursive) {
        return withPrefix(folder, bucket.keyPrefix(folder), recursive);
    }

    /** The objects whose keys begin so, by path. */
    List<StoredFile> withPrefix(String path, String prefix, boolean recursive) {
        List<StoredFile> files = new ArrayList<>();
        pages(
                path,
                request(prefix).delimiter(recursive ? null : "/"),
                page -> page.contents().stream()
                        .filter(object -> !object.key().endsWith("/"))
                        .map(this::stored)
                        .forEach(files::add));
        return files;
    }

    /** The names of files and folders in a folder. */
    List<String> names(String folder) {
        String prefix = bucket.keyPrefix(folder);
        TreeSet<String> names = new TreeSet<>();
        pages(folder, request(prefix).delimiter("/"), page -> {
            page.contents().forEach(object -> names.add(object.key().substring(prefix.length())));
            page.commonPrefixes()
                    .forEach(common -> names.add(common.prefix()
                            .substring(prefix.length(), common.prefix().length() - 1)));
        });
        names.remove("");
        return List.copyOf(names);
    }

    private void pages(String path, ListObjectsV2Request.Builder request, Consumer<ListObjectsV2Response> each) {
        bucket.call(path, ACTION, client -> {
            client.listObjectsV2Paginator(request.build()).forEach(each);
            return null;
        });
    }

    private StoredFile stored(software.amazon.awssdk.services.s3.model.S3Object object) {
        return new StoredFile(bucket.path(object.key()), object.size(), object.eTag(), object.lastModified());
    }
}
