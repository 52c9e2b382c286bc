package milena.http.listen;

import milena.http.answer.Reply;
import milena.http.request.Payload;
import milena.tenants.book.Tenant;

/**
 * Something that may be asked for.
 *
 * @param method of HTTP
 * @param path all of it; {@code {id}} in it stands for any one segment
 * @param action what it does
 */
public record Endpoint(String method, String path, Action action) {

  private static final String ANY = "{id}";

  /** No tenant has such a name. */
  private static final String OPERATORS = "*operators";

  /** What is done about a request. */
  public sealed interface Action {}

  /** Shows always the same, to everybody. */
  public record Page(Reply reply) implements Action {}

  /** Has somebody work, for a tenant. */
  public sealed interface Task extends Action {
    /** Who does it. */
    Worker worker();

    /**
     * About the most bytes of an answer; room for them is taken before there is one.
     *
     * @param body bytes of the request's
     */
    long mostReply(long body);

    /**
     * Whose room the answer takes.
     *
     * @param tenant for whom it is done
     */
    default String room(Tenant tenant) {
      return tenant.name();
    }
  }

  /** Works on a body of JSON. */
  public record Work(Worker worker) implements Task {
    // An answer has each recipient of its request, and for each at most a few times what that had.
    private static final long REPLY_FOR_BODY = 4;
    private static final long MOST_REPLY = 16L << 20;

    @Override
    public long mostReply(long body) {
      return Math.min(MOST_REPLY, REPLY_FOR_BODY * body);
    }
  }

  /** Looks something up; there is no body. */
  public record Look(Worker worker, long most) implements Task {
    @Override
    public long mostReply(long body) {
      return most;
    }
  }

  /**
   * Does what an operator asks for, and nobody else; there is a body of JSON where it is posted.
   *
   * @param most bytes of an answer; 0 for that to a command, so small that it waits for no room
   */
  public record Steer(Steerer steerer, long most) implements Action {
    /** Bytes of what an operator may say at a time. */
    static final int MOST_BODY = 64 * 1024;

    /** Whether it tells something, and changes nothing. */
    boolean looks() {
      return most > 0;
    }

    /** The same as a task of one operator. */
    Task by(String login) {
      return new Steering((head, _, body) -> steerer.answer(head, login, body), most);
    }
  }

  /** What one operator asks for, in room that is no tenant's. */
  private record Steering(Worker worker, long most) implements Task {
    @Override
    public long mostReply(long body) {
      return most;
    }

    @Override
    public String room(Tenant nobody) {
      return OPERATORS;
    }
  }

  /** Works on one request of an operator. */
  @FunctionalInterface
  public interface Steerer {
    /** Answers when everything is final; runs on a thread of its own, and may block that. */
    Reply answer(Head head, String operator, Payload body) throws Exception;
  }

  /** Works on one request. */
  @FunctionalInterface
  public interface Worker {
    /** Answers when everything is final; runs on a thread of its own, and may block that. */
    Reply answer(Head head, Tenant tenant, Payload body) throws Exception;
  }

  /** Whether a path is meant. */
  boolean matches(String asked) {
    var ours = path.split("/", -1);
    var theirs = asked.split("/", ours.length + 1);
    if (ours.length != theirs.length) {
      return false;
    }
    for (int i = 0; i < ours.length; i++) {
      if (!ours[i].equals(ANY) && !ours[i].equals(theirs[i])) {
        return false;
      }
    }
    return true;
  }
}
