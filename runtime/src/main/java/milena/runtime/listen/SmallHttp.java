package milena.runtime.listen;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * The only way to the JDK's HTTP server, for pages that are asked for now and then. It is made with
 * bounds that the JDK's own defaults lack: a request has 20 seconds to come in, an answer 60 to be
 * read, and a server has 256 connections at a time, whose heads have 32 KiB each. A system property
 * that is set already is left as it is.
 */
public final class SmallHttp {

  static {
    // The JDK reads these once in a process, when the first server is made; so it must be made
    // here. Without the first, small answers wait 40 ms for the client's delayed acknowledgement.
    preset("sun.net.httpserver.nodelay", "true");
    preset("sun.net.httpserver.maxReqTime", "20");
    preset("sun.net.httpserver.maxRspTime", "60");
    preset("sun.net.httpserver.maxReqHeaderSize", "32768");
    preset("jdk.httpserver.maxConnections", "256");
  }

  private SmallHttp() {}

  /**
   * Binds an address, port 0 for a free one. Nothing is answered before the server is started.
   *
   * @param backlog connections that wait to be taken
   * @throws IOException when the address is taken or not ours
   */
  public static HttpServer bind(InetSocketAddress address, int backlog) throws IOException {
    return HttpServer.create(address, backlog);
  }

  private static void preset(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }
}
