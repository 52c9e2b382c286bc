package milena.http.recall;

import milena.http.answer.Reply;

/** What is known of a request. */
public sealed interface Recollection {

  /** It is answered without being worked on. */
  record Answered(Reply reply) implements Recollection {}

  /**
   * It is new and ours; {@link Recall#end} or {@link Recall#abandon} is to follow.
   *
   * @param request which
   * @param owner under which name it is ours
   */
  record Begun(KeyedRequest request, String owner) implements Recollection {}
}
