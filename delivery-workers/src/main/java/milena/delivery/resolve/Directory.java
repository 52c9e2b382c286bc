package milena.delivery.resolve;

import java.util.concurrent.CompletableFuture;
import milena.mail.route.MailRouting;
import milena.mail.route.Route;
import milena.mail.route.address.Addresses;

/** Where routes and addresses are looked up; no answer is an exception, none blocks. */
public interface Directory {

  /** The route of a domain, or of an address literal in brackets. */
  CompletableFuture<Route> route(String domain);

  /** The addresses of a mail exchanger that may be connected to. */
  CompletableFuture<Addresses> exchanger(String host);

  /** The addresses of a relay that the operator named. */
  CompletableFuture<Addresses> relay(String host, int port);

  /** The directory of this process. */
  static Directory of(MailRouting routing) {
    return new Directory() {
      @Override
      public CompletableFuture<Route> route(String domain) {
        return routing.routes().find(domain);
      }

      @Override
      public CompletableFuture<Addresses> exchanger(String host) {
        return routing.addresses().find(host);
      }

      @Override
      public CompletableFuture<Addresses> relay(String host, int port) {
        return routing.addresses().findRelay(host, port);
      }
    };
  }
}
