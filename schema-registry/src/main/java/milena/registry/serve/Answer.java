package milena.registry.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import milena.registry.fold.Refusal;

/**
 * What is answered.
 *
 * @param status the HTTP status
 * @param body JSON
 */
record Answer(int status, String body) {

  static Answer ok(JsonNode json) {
    return text(json.toString());
  }

  static Answer text(String json) {
    return new Answer(200, json);
  }

  static Answer refused(Refusal why) {
    var error =
        JsonNodeFactory.instance
            .objectNode()
            .put("error_code", why.code())
            .put("message", why.message());
    return new Answer(why.status(), error.toString());
  }
}
