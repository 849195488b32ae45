package dev.skiff.gateway.resource;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.spec.JobSpec;
import dev.skiff.contracts.state.Job;
import dev.skiff.gateway.manifest.JobManifest;
import dev.skiff.gateway.manifest.Parsed;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobResourceTest {
  /// What is shown can be handed in again and means the same.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'spec':{'vm':{'image':'a'}}}",
        """
        {'metadata':{'name':'n','labels':{'a':'b'}},
         'spec':{'count':9,'parallelism':3,'backoffLimit':2,'activeDeadlineSeconds':60,'exclusive':true,
          'ttlSecondsAfterFinished':5,'restart':{'policy':'always','maxAttempts':7},
          'vm':{'image':'a','command':['x'],'env':{'A':'1'},'cpus':'1.5','memory':'2GiB'},
          'placement':{'constraints':['zone in (a,b)','!old'],'preferences':[{'selector':'ssd','weight':9}],
           'spread':[{'by':'zone','maxSkew':2},{'by':'host'}],'affinity':[{'by':'zone','to':'app=db'}],
           'antiAffinity':[{'by':'host','required':false}],'priority':3,'lifetime':'90s'}}}
        """,
        """
        {'kind':'Service','metadata':{'name':'n'},
         'spec':{'count':9,'vm':{'image':'a'},'update':{'maxSurge':'50%','maxUnavailable':1}}}
        """
      })
  void shouldShowAManifestThatMeansTheSame(String manifest) throws Exception {
    JobSpec spec = parsed(manifest);
    ObjectNode shown = JobResource.of(Job.admitted(new JobId("j0-aaaaaaaa"), 1, spec, 1, 2));
    shown.remove("status");
    ((ObjectNode) shown.get("metadata")).remove("id");
    if (spec.name() == null) {
      ((ObjectNode) shown.get("metadata")).remove("name");
    }

    assertThat(parsed(shown.toString())).isEqualTo(spec);
  }

  private static JobSpec parsed(String manifest) throws JsonProcessingException {
    byte[] bytes = manifest.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return switch (JobManifest.parse(Json.read(bytes))) {
      case Parsed.Ok<JobSpec>(JobSpec spec) -> spec;
      case Parsed.Refused<JobSpec>(var errors) -> throw new AssertionError(errors);
    };
  }
}
