package dev.skiff.scheduler;

import com.hazelcast.core.HazelcastInstance;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.state.Job;
import dev.skiff.contracts.view.ViewEntry;
import dev.skiff.contracts.view.Views;
import dev.skiff.contracts.wire.Codecs;

/// The views as somebody who looks at them sees them; a missing entry is a failed assertion.
record SeenViews(HazelcastInstance hazelcast) {
  ViewEntry vm(JobId job, int index) {
    return entry(Views.VMS, job + "." + index);
  }

  Job job(JobId id) {
    return Codecs.entityFromJson(entry(Views.JOBS, id.value()).json(), Job.class);
  }

  boolean isRunning(JobId id, int index) {
    ViewEntry entry = hazelcast.<String, ViewEntry>getMap(Views.VMS).get(id + "." + index);
    return entry != null && entry.status().equals("RUNNING");
  }

  ViewEntry cell() {
    return entry(Views.CELLS, "0");
  }

  long offset() {
    Long offset = hazelcast.<String, Long>getMap(Views.OFFSETS).get("0");
    return offset == null ? -1 : offset;
  }

  private ViewEntry entry(String view, String key) {
    ViewEntry entry = hazelcast.<String, ViewEntry>getMap(view).get(key);
    if (entry == null) {
      throw new AssertionError(view + " has no " + key);
    }
    return entry;
  }
}
