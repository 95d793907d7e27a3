package dev.sluice.testkit.server;

import dev.sluice.testkit.Folders;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A certificate for one host name, signed by an authority of its own that nobody else trusts; made by the JDK's keytool.
 *
 * @param authority file with the authority's certificate
 * @param chain file with the server's certificate
 * @param key file with the server's private key
 */
public record ServerCertificate(Path authority, Path chain, Path key) {
    private static final String PASSWORD = "certificates";
    private static final String AUTHORITY = "authority";
    private static final String SERVER = "server";

    /**
     * @param folder where the files are made
     */
    public static ServerCertificate create(Path folder, String hostName) throws IOException, InterruptedException {
        Path store = folder.resolve("keys.p12");
        keytool(
                store,
                AUTHORITY,
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=Sluice's tests",
                "-ext",
                "bc:c=ca:true");
        keytool(
                store,
                SERVER,
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + hostName,
                "-ext",
                "san=dns:" + hostName,
                "-signer",
                AUTHORITY);
        return new ServerCertificate(
                certificate(store, AUTHORITY, folder), certificate(store, SERVER, folder), key(store, folder));
    }

    /** Copies the files to a new folder, for the user that runs the server and nobody else. */
    public void copyTo(Path folder) throws IOException {
        ServerUser.createFolder(folder);
        for (Path file : List.of(authority, chain, key)) {
            Path copy = Files.copy(file, folder.resolve(file.getFileName()));
            Folders.makePrivate(copy);
            ServerUser.give(copy);
        }
    }

    /** The copies in a folder. */
    public ServerCertificate in(Path folder) {
        return new ServerCertificate(
                folder.resolve(authority.getFileName()),
                folder.resolve(chain.getFileName()),
                folder.resolve(key.getFileName()));
    }

    private static Path certificate(Path store, String alias, Path folder) throws IOException, InterruptedException {
        Path file = folder.resolve(alias + ".pem");
        keytool(store, alias, "-exportcert", "-rfc", "-file", file.toString());
        return file;
    }

    /** That is what keytool doesn't print. */
    private static Path key(Path store, Path folder) throws IOException {
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD.toCharArray());
            byte[] key = keys.getKey(SERVER, PASSWORD.toCharArray()).getEncoded();
            String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key);
            return Files.writeString(
                    folder.resolve("key.pem"),
                    "-----BEGIN PRIVATE KEY-----\n" + text + "\n-----END PRIVATE KEY-----\n");
        } catch (GeneralSecurityException e) {
            throw new IOException("the key that keytool made can't be read", e);
        }
    }

    private static void keytool(Path store, String alias, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of(
                "-alias", alias, "-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
        Programs.run(store.getParent(), command);
    }
}
