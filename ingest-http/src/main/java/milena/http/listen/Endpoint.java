package milena.http.listen;

import milena.http.answer.Reply;
import milena.http.request.Payload;
import milena.tenants.book.Tenant;

/**
 * Something that may be asked for.
 *
 * @param method of HTTP
 * @param path all of it
 * @param action what it does
 */
public record Endpoint(String method, String path, Action action) {

  /** What is done about a request. */
  public sealed interface Action {}

  /** Shows always the same, to everybody. */
  public record Page(Reply reply) implements Action {}

  /** Works on a body of JSON, for a tenant. */
  public record Work(Worker worker) implements Action {}

  /** Works on one request. */
  @FunctionalInterface
  public interface Worker {
    /** Answers when everything is final; runs on a thread of its own, and may block that. */
    Reply answer(Head head, Tenant tenant, Payload body) throws Exception;
  }
}
