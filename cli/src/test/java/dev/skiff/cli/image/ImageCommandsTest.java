package dev.skiff.cli.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.cli.console.StandardStream;
import dev.skiff.cli.fixture.Cli;
import dev.skiff.cli.fixture.FakeApi;
import dev.skiff.cli.fixture.Reply;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageCommandsTest {
  private static final String DIGEST = "sha256:" + "ab12".repeat(16);
  private static final String ALL_WELL =
      """
      {"name":"a/b:1","digest":"%s","results":[{"host":"h1","ok":true,"digest":"%s"},
        {"host":"h2","ok":true,"digest":"%s"}]}\
      """
          .formatted(DIGEST, DIGEST, DIGEST);

  private final FakeApi api = new FakeApi();
  private final Cli cli = new Cli(api);
  @TempDir private Path folder = Path.of("");

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void shouldSendAFileAsItIs() throws Exception {
    api.on("POST /v1/images/import", Reply.json(ALL_WELL));
    Path file = Files.write(folder.resolve("image.tar"), new byte[] {1, 2, 0, -1});

    Cli.Result result = cli.run("image", "import", "--name", "a/b:1", file.toString());

    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).isEqualTo(DIGEST + "\n");
    assertThat(result.err()).isEmpty();
    assertThat(api.asked())
        .singleElement()
        .satisfies(asked -> {
          assertThat(asked.line()).isEqualTo("POST /v1/images/import?name=a%2Fb%3A1");
          assertThat(asked.headers()).containsEntry("content-type", "application/octet-stream");
          assertThat(asked.body().getBytes()).isEqualTo(new byte[] {1, 2, 0, -1});
        });
  }

  @Test
  void shouldSendAFolderAsATarThatTarCanRead() throws Exception {
    api.on("POST /v1/images/import", Reply.json(ALL_WELL));
    Path layout = Files.createDirectories(folder.resolve("layout"));
    Path blobs = Files.createDirectories(layout.resolve("blobs/sha256"));
    Files.writeString(layout.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
    Files.writeString(layout.resolve("index.json"), "x".repeat(512));
    Files.writeString(blobs.resolve("c0".repeat(32)), "blob");
    Files.createFile(blobs.resolve("e0".repeat(32)));

    assertThat(cli.run("image", "import", layout.toString()).exitCode()).isZero();

    Path tar = Files.write(folder.resolve("sent.tar"), api.asked().getFirst().body().getBytes());
    Path unpacked = Files.createDirectory(folder.resolve("unpacked"));
    Process process =
        new ProcessBuilder("tar", "-xf", tar.toString(), "-C", unpacked.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    for (String name :
        new String[] {"oci-layout", "index.json", "blobs/sha256/" + "c0".repeat(32)}) {
      assertThat(unpacked.resolve(name)).hasSameBinaryContentAs(layout.resolve(name));
    }
    assertThat(unpacked.resolve("blobs/sha256/" + "e0".repeat(32))).isEmptyFile();
  }

  @Test
  void shouldNotFollowALinkOutOfALayout() throws Exception {
    Path layout = Files.createDirectories(folder.resolve("layout"));
    Files.writeString(layout.resolve("oci-layout"), "{}");
    Files.createSymbolicLink(layout.resolve("index.json"), Path.of("/etc/passwd"));

    Cli.Result result = cli.run("image", "import", layout.toString());

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).contains("index.json is not a plain file (expected: an OCI layout)");
    assertThat(api.asked()).isEmpty();
  }

  @Test
  void shouldSendStandardInputAndShowHowMuchOnATerminal() {
    api.on("POST /v1/images/import", Reply.json(ALL_WELL));
    cli.terminal.on(StandardStream.ERR);

    Cli.Result result = cli.input("tar").run("image", "import", "-");

    assertThat(api.asked().getFirst().text()).isEqualTo("tar");
    assertThat(result.err()).contains("\r\u001b[Ksending -: 3B").endsWith("\r\u001b[K");
  }

  @Test
  void shouldNameTheHostsThatDidNotTakeIt() {
    api.on(
        "POST /v1/images/import",
        new Reply(
            207,
            Map.of(),
            """
            {"digest":"%s","results":[{"host":"h1","ok":true,"digest":"%s"},
              {"host":"h2","ok":false,"code":"disk-full","detail":"no room for 40 MiB"}]}\
            """
                .formatted(DIGEST, DIGEST),
            false));

    Cli.Result result = cli.input("tar").run("image", "import", "-");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out()).isEqualTo(DIGEST + "\n");
    assertThat(result.err())
        .isEqualTo(
            """
            skiff: -: h2: no room for 40 MiB (disk-full)
              → give the VM more with --disk, or free disk on the host
            """);
  }

  @Test
  void shouldRefuseWhatIsNotThere() {
    assertThat(cli.run("image", "import", "nope.tar").err())
        .isEqualTo("skiff: nope.tar: no such file or folder\n");
    assertThat(cli.run("image", "import", folder.toString()).err())
        .contains("a folder without oci-layout (expected: an OCI layout)");
  }

  @Test
  void shouldFollowAPullToItsEnd() {
    api.on(
        "POST /v1/images/pull",
        Reply.lines(
            "{\"host\":\"h1\",\"phase\":\"download\",\"doneBytes\":1048576,\"totalBytes\":2097152}",
            "",
            "{\"done\":true,\"results\":[{\"host\":\"h1\",\"ok\":true,\"digest\":\"%s\"}]}"
                .formatted(DIGEST)));
    cli.terminal.on(StandardStream.ERR);

    Cli.Result result = cli.run("image", "pull", "registry.example/a:1");

    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).isEqualTo(DIGEST + "\n");
    assertThat(result.err()).contains("h1: download 1MiB/2MiB");
    assertThat(api.asked().getFirst().text()).isEqualTo("{\"image\":\"registry.example/a:1\"}");
  }

  @Test
  void shouldSayThatAPullBrokeOff() {
    api.on("POST /v1/images/pull", Reply.lines("{\"host\":\"h1\",\"phase\":\"resolve\"}"));

    Cli.Result result = cli.run("image", "pull", "registry.example/a:1");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).startsWith("skiff: the pull broke off before it was done\n");
  }

  @Test
  void shouldListAndRemoveImages() {
    api.on(
            "GET /v1/images",
            Reply.json(
                """
                {"items":[{"name":"skiff/busybox:latest","digest":"%s","size":1258291,
                   "created":"2026-11-20T12:00:00Z","hosts":["h1","h2"]}],
                 "unreachable":[{"host":"h3","ok":false,"detail":"connection refused"}]}\
                """
                    .formatted(DIGEST)))
        .on(
            "DELETE /v1/images/skiff%2Fbusybox%3Alatest",
            Reply.json("{\"results\":[{\"host\":\"h1\",\"ok\":true}]}"));

    Cli.Result list = cli.run("image", "ls");
    assertThat(list.out())
        .isEqualTo(
            """
            NAME                  DIGEST          SIZE  BUILT   HOSTS
            skiff/busybox:latest  ab12ab12ab12  1.2MiB  4d ago  2
            """);
    assertThat(list.err()).isEqualTo("skiff: no answer from h3: connection refused\n");
    Cli.Result removed = cli.run("image", "rm", "skiff/busybox:latest");
    assertThat(api.asked("DELETE"))
        .extracting(Object::toString)
        .containsExactly("DELETE /v1/images/skiff%2Fbusybox%3Alatest");
    assertThat(removed.out()).isEqualTo("skiff/busybox:latest\n");
  }
}
