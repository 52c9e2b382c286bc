package milena.acceptance.way;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;
import org.apache.kafka.server.authorizer.Action;
import org.apache.kafka.server.authorizer.AuthorizableRequestContext;
import org.apache.kafka.server.authorizer.AuthorizationResult;

/**
 * Kafka's own authorizer, which also remembers whom it denied what. The broker makes it by name.
 */
public final class WatchedAuthorizer extends StandardAuthorizer {

  private static final Set<String> DENIED = ConcurrentHashMap.newKeySet();

  /** What a user was denied so far, in the order of the alphabet. */
  static Set<String> denied(String user) {
    var its = new TreeSet<String>();
    DENIED.stream().filter(each -> each.startsWith(user + " ")).forEach(its::add);
    return its;
  }

  @Override
  public List<AuthorizationResult> authorize(
      AuthorizableRequestContext context, List<Action> actions) {
    var results = super.authorize(context, actions);
    for (int i = 0; i < results.size(); i++) {
      var action = actions.get(i);
      // What is only looked for, to be left out of an answer, is not meant to be logged.
      if (results.get(i) == AuthorizationResult.DENIED && action.logIfDenied()) {
        var resource = action.resourcePattern();
        DENIED.add(
            "%s %s %s %s"
                .formatted(
                    context.principal().getName(),
                    action.operation(),
                    resource.resourceType(),
                    resource.name()));
      }
    }
    return results;
  }
}
