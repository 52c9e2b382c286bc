package milena.http.follow;

import java.time.Instant;
import milena.http.answer.Json;
import milena.schemas.MailEvent;

/** The fields of one object, comma and all. */
record Fields(StringBuilder text) {

  Fields {
    text.append('{');
  }

  private void name(String name) {
    if (text.charAt(text.length() - 1) != '{') {
      text.append(',');
    }
    Json.append(text, name);
    text.append(':');
  }

  Fields text(String name, String value) {
    name(name);
    Json.append(text, value);
    return this;
  }

  /** Left out when it says nothing. */
  Fields said(String name, String value) {
    return value.isEmpty() ? this : text(name, value);
  }

  Fields number(String name, long value) {
    name(name);
    text.append(value);
    return this;
  }

  Fields flag(String name, boolean value) {
    name(name);
    text.append(value);
    return this;
  }

  Fields time(String name, Instant value) {
    return text(name, value.toString());
  }

  /** Left out when there is none. */
  Fields timeIfAny(String name, Instant value) {
    return value.toEpochMilli() == 0 ? this : time(name, value);
  }

  /** What a server said, or what happened instead; left out when there is nothing of that. */
  Fields reply(String name, MailEvent event) {
    if (event.getCode() == 0 && event.getText().isEmpty()) {
      return this;
    }
    name(name);
    new Fields(text)
        .number("code", event.getCode())
        .text("enhanced", event.getEnhanced())
        .text("text", event.getText())
        .end();
    return this;
  }

  void begin(String name, char bracket) {
    name(name);
    text.append(bracket);
  }

  void end() {
    text.append('}');
  }
}
