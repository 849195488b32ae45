package dev.skiff.contracts.report;

import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.skiff.contracts.HostId;
import dev.skiff.contracts.wire.WireRecord;
import java.util.List;

/// Reports of one host that share a record: the values of `skiff.reports`.
///
/// @param host who reports; also the record's key
/// @param session of the agent; reports of an older session are ignored
/// @param at when the record was made, microseconds since the epoch
/// @param reports in the order in which things were seen
@JsonTypeName("report-batch/1")
public record ReportBatch(HostId host, long session, long at, List<Report> reports)
    implements WireRecord {
  public ReportBatch {
    reports = List.copyOf(reports);
  }
}
