package dev.skiff.gateway.problem;

import java.util.Locale;

/// Everything that can be wrong with a request or behind it. The name in kebab case is the stable
/// code that users meet.
public enum ProblemCode {
  MALFORMED_JSON(400, "The body is not JSON"),
  INVALID_REQUEST(400, "The request does not fit the OpenAPI document"),
  BAD_REQUEST(400, "The request cannot be understood"),
  INVALID_EVENT(400, "This is no CloudEvent"),
  UNAUTHORIZED(401, "A valid bearer token is needed"),
  NOT_FOUND(404, "There is no such thing"),
  NO_SUCH_ROUTE(404, "There is no such path"),
  METHOD_NOT_ALLOWED(405, "The path does not have this method"),
  WAIT_TIMEOUT(408, "It has not come to that state in time"),
  NAME_TAKEN(409, "Another job has the name"),
  CONFLICT(409, "It has changed meanwhile"),
  WRONG_STATE(409, "This cannot be done in the state it is in"),
  IMAGE_IN_USE(409, "A VM needs the image"),
  VM_NOT_RUNNING(409, "The VM does not run"),
  PRECONDITION_FAILED(412, "The resource has changed"),
  BODY_TOO_LARGE(413, "The body is too large"),
  URI_TOO_LONG(414, "The URI is too long"),
  UNSUPPORTED_MEDIA_TYPE(415, "The body is of a type that is not taken here"),
  INVALID_MANIFEST(422, "The manifest is not in order"),
  NEVER_FITS(422, "No host could ever hold it"),
  KEY_REUSED(422, "The Idempotency-Key belongs to another manifest"),
  REJECTED(422, "The scheduler could not handle the request"),
  WEBSOCKET_NEEDED(426, "This path is a WebSocket"),
  NO_ROOM(429, "There is no room for it now"),
  QUOTA_EXCEEDED(429, "The namespace would hold more than its quota"),
  CELL_FULL(429, "The cell holds as much as it may"),
  TOO_MANY_WAITING(429, "Too many requests wait for an answer"),
  QUEUE_FULL(429, "Too many invocations are not over"),
  TOO_MANY_FUNCTIONS(429, "There are as many functions as there may be"),
  HEADERS_TOO_LARGE(431, "The headers are too large"),
  INTERNAL(500, "Something went wrong inside"),
  AGENT_FAILED(502, "The host's agent failed"),
  IMAGE_FAILED(502, "No host took the image"),
  FUNCTION_FAILED(502, "The function failed"),
  INVOCATION_DROPPED(503, "The invocation was not carried out"),
  KAFKA_UNREACHABLE(503, "Kafka is out of reach: nothing was accepted"),
  OUTCOME_UNKNOWN(503, "Nobody knows yet whether it was accepted"),
  EXPIRED(503, "It came too late and was not carried out"),
  VIEWS_UNAVAILABLE(503, "The views cannot be read"),
  AGENT_UNREACHABLE(503, "The host's agent is out of reach"),
  STILL_RUNNING(504, "The invocation is not over yet"),
  DISK_FULL(507, "The disk is full");

  private final int status;
  private final String title;

  ProblemCode(int status, String title) {
    this.status = status;
    this.title = title;
  }

  /// The HTTP status.
  public int status() {
    return status;
  }

  /// The same for every occurrence.
  public String title() {
    return title;
  }

  /// The stable name.
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
