package dev.skiff.agent.image;

import static dev.skiff.agent.image.LayerTar.layer;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Registries that fail or lie in ways that no honest one can be made to.
class FaultyRegistryTest extends ImageStoreFixture {
  private final CountDownLatch testOver = new CountDownLatch(1);
  private final TestImage image = TestImage.of(layer().file("a", "content".repeat(10_000)));
  private final Set<String> paths = new HashSet<>();
  private HttpServer server;
  private ExecutorService threads;
  private ImageReference reference;

  @BeforeEach
  void startServer() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    threads = Executors.newVirtualThreadPerTaskExecutor();
    server.setExecutor(threads);
    server.start();
    reference = reference("app:1");
  }

  @AfterEach
  void stopServer() {
    testOver.countDown();
    server.stop(0);
    threads.close();
  }

  @Test
  void shouldServeAnHonestImageInThisTest() throws Exception {
    serve(image);
    assertThat(pull().names()).containsExactly(reference.toString());
  }

  @Test
  void shouldSayThatARegistryCannotBeReached() throws Exception {
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      reference = ImageReference.parse("127.0.0.1:" + closed.getLocalPort() + "/app");
    }
    assertThat(refusal("registry-unreachable", this::pull)).hasMessageContaining("127.0.0.1");
  }

  @Test
  void shouldSayThatARegistryDenies() throws Exception {
    for (int status : new int[] {401, 403}) {
      answer("/v2/", exchange -> exchange.sendResponseHeaders(status, -1));
      assertThat(refusal("registry-denied", this::pull)).hasMessageContaining("log in");
    }
    answer(
        "/v2/",
        exchange -> {
          exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"here\"");
          exchange.sendResponseHeaders(401, -1);
        });
    refusal("registry-denied", this::pull);
  }

  @Test
  void shouldSayThatARegistryIsBroken() throws Exception {
    answer("/v2/", exchange -> exchange.sendResponseHeaders(500, -1));
    assertThat(refusal("registry-unreachable", this::pull)).hasMessageContaining("500");
  }

  @Test
  void shouldRefuseBlobsWithAnotherDigest() throws Exception {
    for (byte[] blob : image.allBlobs().subList(0, 2)) {
      serve(image);
      byte[] changed = blob.clone();
      changed[changed.length / 2] ^= 1;
      serve("/v2/app/blobs/" + Digest.of(blob), changed);
      refusal("digest-mismatch", this::pull);
    }
  }

  @Test
  void shouldRefuseABlobThatIsLongerThanItsDescriptor() throws Exception {
    serve(image);
    byte[] blob = image.allBlobs().getFirst();
    answer(
        "/v2/app/blobs/" + Digest.of(blob),
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(blob);
          exchange.getResponseBody().write(new byte[1 << 20]);
        });
    refusal("digest-mismatch", this::pull);
  }

  @Test
  void shouldRefuseAManifestThatIsNotTheOneAskedFor() throws Exception {
    serve(image);
    String other = Digest.of("other".getBytes(StandardCharsets.UTF_8)).toString();
    serve("/v2/app/manifests/" + other, image.manifestBytes());
    reference = reference("app@" + other);
    refusal("digest-mismatch", this::pull);
  }

  @Test
  void shouldRefuseAnEndlessManifest() throws Exception {
    answer(
        "/v2/",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          byte[] spaces = " ".repeat(1 << 16).getBytes(StandardCharsets.UTF_8);
          for (int i = 0; i < 1 << 14; i++) {
            exchange.getResponseBody().write(spaces);
          }
        });
    refusal("image-too-large", this::pull);
  }

  @Test
  void shouldRefuseClaimedSizesBeforeFetching() throws Exception {
    image.spoilManifest(text -> text.replaceAll("\"size\":[0-9]{5,}", "\"size\":" + (9L << 30)));
    serve(image);
    refusal("image-too-large", this::pull);
  }

  @Test
  void shouldRefuseAManifestThatIsAlsoAnIndex() throws Exception {
    image.spoilManifest(text -> text.replaceFirst("\\{", "{\"manifests\":[],"));
    serve(image);
    refusal("malformed-image", this::pull);
  }

  @Test
  void shouldRefuseDockersOldSchema() throws Exception {
    serve(
        "/v2/app/manifests/1",
        "{\"schemaVersion\":1,\"fsLayers\":[],\"history\":[]}".getBytes(StandardCharsets.UTF_8));
    refusal("unsupported-image", this::pull);
  }

  @Test
  void shouldPickItsPlatformFromAnIndex() throws Exception {
    serve(image);
    serve("/v2/app/manifests/" + Digest.of(image.manifestBytes()), image.manifestBytes());
    serve("/v2/app/manifests/1", index("arm64", "amd64", "unknown"));

    assertThat(pull().names()).containsExactly(reference.toString());
  }

  @Test
  void shouldSayWhichPlatformsThereAreInstead() throws Exception {
    serve("/v2/app/manifests/1", index("arm64", "s390x"));
    assertThat(refusal("unsupported-image", this::pull))
        .hasMessageContaining("linux/arm64, linux/s390x");
  }

  @Test
  void shouldTryAgainWhenAConnectionBreaks() throws Exception {
    serve(image);
    byte[] blob = image.allBlobs().getFirst();
    AtomicInteger attempts = new AtomicInteger();
    answer(
        "/v2/app/blobs/" + Digest.of(blob),
        exchange -> {
          exchange.sendResponseHeaders(200, blob.length);
          boolean breaks = attempts.incrementAndGet() == 1;
          exchange.getResponseBody().write(blob, 0, breaks ? blob.length / 2 : blob.length);
        });

    assertThat(pull().names()).containsExactly(reference.toString());
    assertThat(attempts).hasValue(2);
  }

  @Test
  void shouldGiveUpOnARegistryThatStalls() throws Exception {
    store =
        new ImageStore(folder, ImageLimits.defaults(), "tar2sqfs", BUSYBOX, Duration.ofSeconds(2));
    serve(image);
    byte[] blob = image.allBlobs().getFirst();
    answer(
        "/v2/app/blobs/" + Digest.of(blob),
        exchange -> {
          exchange.sendResponseHeaders(200, blob.length);
          exchange.getResponseBody().write(blob, 0, 100);
          exchange.getResponseBody().flush();
          awaitTestOver();
        });

    assertThat(refusal("registry-unreachable", this::pull)).hasMessageContaining("sent nothing");
  }

  private StoredImage pull() throws ImageException, InterruptedException {
    return store.pull(reference, ImageProgress.NONE);
  }

  private ImageReference reference(String name) throws ImageException {
    return ImageReference.parse("127.0.0.1:" + server.getAddress().getPort() + "/" + name);
  }

  private void serve(TestImage served) {
    serve("/v2/app/manifests/1", served.manifestBytes());
    for (byte[] blob : served.allBlobs()) {
      serve("/v2/app/blobs/" + Digest.of(blob), blob);
    }
  }

  private void serve(String path, byte[] content) {
    answer(
        path,
        exchange -> {
          exchange.sendResponseHeaders(200, content.length);
          exchange.getResponseBody().write(content);
        });
  }

  private void answer(String path, HttpHandler handler) {
    if (!paths.add(path)) {
      server.removeContext(path);
    }
    server.createContext(
        path,
        exchange -> {
          try (HttpExchange _ = exchange) {
            handler.handle(exchange);
          }
        });
  }

  private void awaitTestOver() throws IOException {
    try {
      testOver.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private byte[] index(String... architectures) {
    ObjectNode index = Document.MAPPER.createObjectNode();
    index.put("schemaVersion", 2).put("mediaType", MediaTypes.OCI_INDEX);
    ArrayNode manifests = index.putArray("manifests");
    for (String architecture : architectures) {
      ObjectNode entry = manifests.addObject();
      byte[] content =
          architecture.equals("amd64")
              ? image.manifestBytes()
              : architecture.getBytes(StandardCharsets.UTF_8);
      TestImage.descriptor(entry, MediaTypes.OCI_MANIFEST, content);
      entry
          .putObject("platform")
          .put("os", architecture.equals("unknown") ? "unknown" : "linux")
          .put("architecture", architecture);
    }
    return TestImage.json(index);
  }
}
