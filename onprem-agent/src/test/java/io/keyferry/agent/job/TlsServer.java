package io.keyferry.agent.job;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** SQS behind TLS, with a certificate of its own authority that the JDK does not trust. */
public final class TlsServer implements AutoCloseable {

  /** The name in the certificate. */
  public static final String NAME = "sqs.eu-west-1.amazonaws.com";

  private static final String PASSWORD = "password";

  private final HttpsServer server;
  private final Path folder;

  public TlsServer(Path folder) throws IOException, GeneralSecurityException {
    this.folder = folder;
    keytool("-genkeypair", "-alias", "ca", "-dname", "CN=Test CA", "-ext", "bc=ca:true");
    keytool("-genkeypair", "-alias", "sqs", "-dname", "CN=SQS");
    keytool("-certreq", "-alias", "sqs", "-file", "sqs.csr");
    keytool(
        "-gencert",
        "-alias",
        "ca",
        "-ext",
        "san=dns:" + NAME,
        "-infile",
        "sqs.csr",
        "-outfile",
        "sqs.cer");
    keytool("-importcert", "-alias", "sqs", "-file", "sqs.cer", "-noprompt");
    keytool("-exportcert", "-alias", "ca", "-rfc", "-file", "ca.pem");
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context()));
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          byte[] answer =
              "{\"__type\":\"com.amazonaws.sqs#ReceiptHandleIsInvalid\"}"
                  .getBytes(StandardCharsets.US_ASCII);
          exchange.getRequestBody().readAllBytes();
          boolean head = exchange.getRequestMethod().equals("HEAD");
          exchange.sendResponseHeaders(400, head ? -1 : answer.length);
          if (!head) {
            exchange.getResponseBody().write(answer);
          }
          exchange.close();
        });
    server.start();
  }

  private void keytool(String... words) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin/keytool").toString()));
    command.addAll(List.of(words));
    command.addAll(List.of("-keystore", "keys.p12", "-storepass", PASSWORD, "-keyalg", "EC"));
    if (!words[0].equals("-genkeypair")) {
      command.removeLast();
      command.removeLast();
    }
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    try {
      if (process.waitFor() != 0) {
        throw new IOException(Files.readString(folder.resolve("keytool.log")));
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private SSLContext context() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(folder.resolve("keys.p12"))) {
      store.load(in, PASSWORD.toCharArray());
    }
    store.deleteEntry("ca");
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  public InetSocketAddress address() {
    return server.getAddress();
  }

  /** The authority's certificate. */
  public Path caFile() {
    return folder.resolve("ca.pem");
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
