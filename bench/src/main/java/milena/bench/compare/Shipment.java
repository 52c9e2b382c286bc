package milena.bench.compare;

/**
 * Messages that are sent in one go.
 *
 * @param messages how many
 * @param sizeBytes octets of each
 * @param connections over how many connections
 * @param perSecond how many a second, or 0 for as fast as they are taken
 */
record Shipment(int messages, int sizeBytes, int connections, double perSecond) {

  static Shipment fast(int messages, int sizeBytes, int connections) {
    return new Shipment(messages, sizeBytes, connections, 0);
  }
}
