package milena.bench.load;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Who logs in, by AUTH PLAIN (RFC 4616).
 *
 * @param name of the user
 * @param password in the clear; never shown
 */
public record LoadLogin(String name, String password) {

  /** Returns the command with its initial response. */
  String command() {
    var secret = ("\0" + name + "\0" + password).getBytes(StandardCharsets.UTF_8);
    return "AUTH PLAIN " + Base64.getEncoder().encodeToString(secret) + "\r\n";
  }

  @Override
  public String toString() {
    return "LoadLogin[name=" + name + "]";
  }
}
