package milena.standalone;

import java.util.Optional;
import milena.http.HttpService;
import milena.http.listen.Tls;
import milena.http.operate.QueueDesk;
import milena.ingest.secure.Certificates;
import milena.runtime.config.HostPort;
import milena.runtime.lifecycle.Deadline;
import milena.runtime.lifecycle.Health;
import milena.runtime.lifecycle.Service;

/** The HTTP door with its certificates, which it may have in common with the SMTP one. */
final class ApiDoor implements Service {

  private final Optional<Certificates> certificates;
  private final HttpService door;

  /**
   * Makes it.
   *
   * @param certificates closed with the door; empty where it listens in the clear
   * @param desk who carries out what operators ask for
   */
  ApiDoor(
      HttpService.Surroundings around,
      MilenaConfig config,
      Optional<Certificates> certificates,
      byte[] salt,
      QueueDesk desk) {
    this.certificates = certificates;
    this.door = new HttpService(ApiSettings.door(config), around, salt, Optional.of(desk));
  }

  /** How connections are secured with these certificates. */
  static Optional<Tls> tls(Optional<Certificates> certificates) {
    return certificates.map(open -> new Tls(open.listener(false).fromTheFirstByte()));
  }

  /** Where it listens, as a client writes it. */
  String url() {
    return (certificates.isPresent() ? "https://" : "http://") + address();
  }

  HostPort address() {
    return door.address();
  }

  @Override
  public String name() {
    return door.name();
  }

  @Override
  public void start() throws Exception {
    try {
      door.start();
    } catch (Exception failed) {
      certificates.ifPresent(Certificates::close);
      throw failed;
    }
  }

  @Override
  public void stop(Deadline deadline) throws Exception {
    door.stop(deadline);
    certificates.ifPresent(Certificates::close);
  }

  @Override
  public Health health() {
    return door.health();
  }
}
