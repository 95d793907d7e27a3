package dev.sluice.formats;

/** A file that gives out a few bytes at a time, as a storage may. */
public record StoredBytes(String name, byte[] content) implements InputFile {
    private static final int MOST_AT_ONCE = 4093;

    @Override
    public long length() {
        return content.length;
    }

    @Override
    public int read(long position, byte[] target, int offset, int count) {
        if (position >= content.length) {
            return -1;
        }
        int read = (int) Math.min(Math.min(count, MOST_AT_ONCE), content.length - position);
        System.arraycopy(content, (int) position, target, offset, read);
        return read;
    }

    @Override
    public void close() {
        // nothing is held open
    }
}
