package dev.skiff.gateway.http;

/// What stands behind an operation of the OpenAPI document. It may block: it runs on a virtual
/// thread of its own, which is interrupted when the client goes away.
@FunctionalInterface
public interface Endpoint {
  /// @throws dev.skiff.gateway.problem.Problem to refuse
  Answer answer(Call call) throws InterruptedException;
}
