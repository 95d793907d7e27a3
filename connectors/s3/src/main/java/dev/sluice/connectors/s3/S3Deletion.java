package dev.sluice.connectors.s3;

import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import java.util.List;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;

/** Deletes objects, as many with one request as S3 takes. */
record S3Deletion(S3Bucket bucket) {
    private static final String ACTION = "s3:DeleteObject";
    private static final int KEYS_PER_REQUEST = 1000;

    void delete(List<String> paths) {
        if (paths.size() == 1) {
            bucket.call(
                    paths.getFirst(),
                    ACTION,
                    client -> client.deleteObject(
                            request -> request.bucket(bucket.name()).key(bucket.key(paths.getFirst()))));
            return;
        }
        for (int from = 0; from < paths.size(); from += KEYS_PER_REQUEST) {
            deleteTogether(paths.subList(from, Math.min(paths.size(), from + KEYS_PER_REQUEST)));
        }
    }

    private void deleteTogether(List<String> paths) {
        Delete delete = Delete.builder()
                .quiet(true)
                .objects(paths.stream()
                        .map(path ->
                                ObjectIdentifier.builder().key(bucket.key(path)).build())
                        .toList())
                .build();
        DeleteObjectsResponse response = bucket.call(
                paths.getFirst(),
                ACTION,
                client -> client.deleteObjects(
                        request -> request.bucket(bucket.name()).delete(delete)));
        if (response.hasErrors()) {
            S3Error first = response.errors().getFirst();
            throw new ConnectorException(
                    first.code().equals("AccessDenied") ? ErrorCode.PERMISSION_DENIED : ErrorCode.EXTERNAL_FAILURE,
                    bucket.path(first.key()) + ": can't be deleted (" + first.code() + ": " + first.message()
                            + "); the login needs the permission " + ACTION);
        }
    }
}
