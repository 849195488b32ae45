package dev.skiff.loadtests.check;

import dev.skiff.contracts.report.ReportBatch;
import dev.skiff.contracts.request.Request;
import org.jspecify.annotations.Nullable;

/// What a cell's log covers, by offset. Asked for in ascending order, each once.
interface Inputs {
  /// @return null when the record is no request that can be read
  @Nullable Request request(long offset);

  /// @return null when the record is no batch of reports that can be read
  @Nullable ReportBatch reports(long offset);
}
