package dev.sluice.connectors.s3;

import dev.sluice.connectors.storage.Assembly;
import dev.sluice.connectors.storage.StagedFile;
import dev.sluice.connectors.storage.StagedOutput;
import dev.sluice.connectors.storage.Stager;
import dev.sluice.connectors.storage.Storage;
import dev.sluice.formats.InputFile;
import java.io.IOException;

/**
 * Makes an object by one upload, which tasks fill at the same time: what they write is where it will be, and the commit only
 * adds what lies between. What tasks uploaded for nothing is left out when the upload is completed.
 *
 * @param path of the object
 * @param id of its upload
 * @param sign an upload that nothing is written to, whose key says whose the other one is: a dead run's is found by it
 */
record S3Assembly(S3Bucket bucket, S3Uploads uploads, Storage storage, String path, String id, Upload sign)
        implements Assembly {
    private static final String SEPARATOR = "\n";

    static S3Assembly begin(S3Bucket bucket, S3Uploads uploads, Storage storage, String path, Stager stager) {
        int name = path.lastIndexOf('/') + 1;
        String hidden =
                path.substring(0, name) + Storage.HIDDEN_PREFIX + stager.inName() + "-whole-" + path.substring(name);
        Upload sign = new Upload(bucket.key(hidden), uploads.create(hidden));
        return new S3Assembly(bucket, uploads, storage, path, uploads.create(path), sign);
    }

    static S3Assembly ofToken(S3Bucket bucket, S3Uploads uploads, Storage storage, String path, String token) {
        String[] parts = token.split(SEPARATOR, 2);
        return new S3Assembly(bucket, uploads, storage, path, parts[0], Upload.ofText(parts[1]));
    }

    @Override
    public String token() {
        return id + SEPARATOR + sign.toText();
    }

    /** Only the first attempt at a part goes to the upload: what another may still be sending doesn't touch its numbers. */
    @Override
    public StagedOutput part(String hidden, int split, int attempt, String name, long memory) {
        return PartNumbers.of(split)
                .filter(numbers -> attempt == 1)
                .map(numbers -> part(hidden, numbers, memory))
                .orElseGet(() -> S3StagedOutput.of(bucket, uploads, hidden, memory));
    }

    /** The same with numbers of the upload. */
    StagedOutput part(String hidden, PartNumbers numbers, long memory) {
        return DirectPart.of(bucket, uploads, path, id, numbers, hidden, memory);
    }

    @Override
    public InputFile open(StagedFile part, long memory) throws IOException {
        return new S3PartFile(storage.open(part, memory), StagedUpload.of(part).placed());
    }

    @Override
    public StagedOutput whole(String name, long memory) {
        return S3StagedOutput.of(bucket, uploads, path, id, memory);
    }

    @Override
    public void discard() {
        uploads.abort(new Upload(bucket.key(path), id));
        uploads.abort(sign);
    }
}
