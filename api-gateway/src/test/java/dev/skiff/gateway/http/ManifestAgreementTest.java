package dev.skiff.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.gateway.manifest.FunctionManifest;
import dev.skiff.gateway.manifest.JobManifest;
import dev.skiff.gateway.manifest.Parsed;
import dev.skiff.gateway.manifest.QuotaManifest;
import dev.skiff.gateway.resource.Json;
import io.vertx.core.Vertx;
import io.vertx.openapi.contract.OpenAPIContract;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The OpenAPI document says what a manifest looks like, and the parsers decide: nothing that the
/// document refuses may get past them.
class ManifestAgreementTest {
  private static final String JOB =
      """
      {'apiVersion':'skiff.dev/v1alpha1','kind':'Job',
       'metadata':{'name':'n','namespace':'ns','labels':{'a':'b'}},
       'spec':{'count':9,'parallelism':3,'backoffLimit':2,'activeDeadlineSeconds':60,'exclusive':true,
        'ttlSecondsAfterFinished':5,'restart':{'policy':'always','maxAttempts':7},
        'vm':{'image':'a','command':['x','y'],'env':{'A':'1'},'workdir':'/w','user':'u','tty':true,
         'stdin':false,'cpus':'1.5','memory':'2GiB','disk':'1GiB'},
        'placement':{'constraints':['zone in (a,b)','!old'],'preferences':[{'selector':'ssd','weight':9}],
         'spread':[{'by':'zone','maxSkew':2},{'by':'host'}],'affinity':[{'by':'zone','to':'app=db'}],
         'antiAffinity':[{'by':'host','required':false}],'priority':3,'lifetime':'90s'}}}
      """;
  private static final String SERVICE =
      """
      {'kind':'Service','metadata':{'name':'n'},
       'spec':{'count':9,'exclusive':false,'vm':{'image':'a','serve':{'protocol':'http','port':80,
        'concurrency':2,'readySeconds':3,'snapshot':'s'}},'placement':{'lifetime':90},
        'update':{'maxSurge':'50%','maxUnavailable':1}}}
      """;
  private static final String FUNCTION =
      """
      {'apiVersion':'skiff.dev/v1alpha1','kind':'Function','metadata':{'name':'n'},
       'spec':{'vm':{'image':'a','command':['x'],'env':{'A':'1'},'workdir':'/w','user':'u','cpus':1,'memory':'1GiB'},
        'protocol':'http','port':80,'concurrency':2,'readyTimeout':'3s','timeout':'1m',
        'scale':{'min':1,'max':5,'prewarmed':1,'keepAlive':'5m'},
        'retries':{'maxAttempts':5,'backoff':'250ms','maxBackoff':'30s'},'deadLetter':{'topic':'d'},
        'placement':{'priority':3},
        'triggers':[{'name':'a','events':{},'filters':[{'exact':{'type':'x'}},{'any':[{'prefix':{'source':'/a'}}]},
          {'not':{'cesql':'TRUE'}},{'all':[{'suffix':{'subject':'g'}}]}]},
         {'name':'b','topic':{'topic':'t','from':'earliest','ordering':'key','batchSize':9}},
         {'name':'c','cron':{'schedule':'* * * * *','timeZone':'UTC'}}]}}
      """;
  private static final String QUOTA =
      """
      {'limit':{'cpus':100,'memory':'1TiB','disk':'10TiB','vms':50},'guarantee':{'cpus':'20'}}
      """;

  private static Vertx vertx;
  private static OpenAPIContract contract;

  @BeforeAll
  static void load() {
    vertx = Vertx.vertx();
    contract = OpenApi.load().contract(vertx).toCompletionStage().toCompletableFuture().join();
  }

  @AfterAll
  static void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void shouldBothTakeWhatIsInOrder() {
    for (Case one : cases()) {
      assertThat(one.fitsDocument(one.valid())).as(one.operation()).isTrue();
      assertThat(one.isParsed(one.valid())).as(one.operation()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void shouldRefuseWhateverTheDocumentRefuses(int seed) throws Exception {
    Random random = new Random(seed);
    int refused = 0;
    for (int round = 0; round < 1_500; round++) {
      Case one = cases().get(random.nextInt(cases().size()));
      JsonNode broken = one.valid().deepCopy();
      int changes = 1 + random.nextInt(2);
      for (int i = 0; i < changes; i++) {
        change(broken, random);
      }
      if (!one.fitsDocument(broken)) {
        refused++;
        assertThat(one.isParsed(broken))
            .as("seed %d: %s takes %s", seed, one.operation(), broken)
            .isFalse();
      }
    }
    assertThat(refused).isGreaterThan(300);
  }

  /// Puts something else, or nothing, in the place of some part.
  private static void change(JsonNode root, Random random) {
    List<JsonNode> holders = new ArrayList<>();
    collect(root, holders);
    JsonNode holder = holders.get(random.nextInt(holders.size()));
    if (holder instanceof ObjectNode object) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      if (names.isEmpty() || random.nextInt(8) == 0) {
        object.set(random.nextBoolean() ? "extra" : "count", any(random));
      } else if (random.nextInt(5) == 0) {
        object.remove(names.get(random.nextInt(names.size())));
      } else {
        object.set(names.get(random.nextInt(names.size())), any(random));
      }
    } else if (holder instanceof ArrayNode array) {
      array.add(any(random));
    }
  }

  private static void collect(JsonNode node, List<JsonNode> holders) {
    if (node.isContainerNode()) {
      holders.add(node);
      node.forEach(child -> collect(child, holders));
    }
  }

  private static JsonNode any(Random random) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    return switch (random.nextInt(14)) {
      case 0 -> nodes.numberNode(0);
      case 1 -> nodes.numberNode(-1);
      case 2 -> nodes.numberNode(1_000_000_000_000L);
      case 3 -> nodes.numberNode(1.5);
      case 4 -> nodes.booleanNode(random.nextBoolean());
      case 5 -> nodes.textNode("");
      case 6 -> nodes.textNode("Job");
      case 7 -> nodes.textNode("Service");
      case 8 -> nodes.textNode("x".repeat(5_000));
      case 9 -> nodes.textNode("No Such Thing!");
      case 10 -> nodes.arrayNode().add("a").add(1);
      case 11 -> nodes.objectNode().put("by", "zone");
      case 12 -> nodes.objectNode();
      default -> nodes.numberNode(random.nextInt(200));
    };
  }

  private static List<Case> cases() {
    return List.of(
        new Case("submitJob", read(JOB), JobManifest::parse),
        new Case("submitJob", read(SERVICE), JobManifest::parse),
        new Case("putService", read(SERVICE), JobManifest::parseService),
        new Case("putFunction", read(FUNCTION), FunctionManifest::parse),
        new Case("putNamespace", read(QUOTA), QuotaManifest::parse));
  }

  private static JsonNode read(String text) {
    try {
      return Json.read(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private record Case(String operation, JsonNode valid, Function<JsonNode, Parsed<?>> parser) {
    private static final Map<String, SchemaCheck> CHECKS = new HashMap<>();

    boolean fitsDocument(JsonNode body) {
      return CHECKS
          .computeIfAbsent(operation, id -> new SchemaCheck(contract, contract.operation(id)))
          .errors(Json.write(body))
          .isEmpty();
    }

    boolean isParsed(JsonNode body) {
      return parser.apply(body) instanceof Parsed.Ok<?>;
    }
  }
}
