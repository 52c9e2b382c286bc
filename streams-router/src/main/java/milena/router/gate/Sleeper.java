package milena.router.gate;

/** Who waits at a gate. */
public interface Sleeper {
  /** One gate that it waits at may let it pass. */
  void rouse(long now);
}
