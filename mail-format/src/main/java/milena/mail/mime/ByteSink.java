package milena.mail.mime;

/** Takes bytes in order. */
@FunctionalInterface
public interface ByteSink {

  /**
   * Takes a slice. The array belongs to the caller again once this returns: a sink that wants to
   * keep the bytes copies them.
   */
  void write(byte[] bytes, int offset, int length);
}
