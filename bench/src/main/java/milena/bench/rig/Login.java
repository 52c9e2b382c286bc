package milena.bench.rig;

/**
 * With what a load comes in.
 *
 * @param name of the login
 * @param password in the clear; never shown
 */
public record Login(String name, String password) {

  @Override
  public String toString() {
    return "Login[name=" + name + "]";
  }
}
