package milena.standalone.data;

import milena.runtime.config.Reserve;

/**
 * Whether a disk has room for more mail: not below its reserve, and after that again only when a
 * little more than the reserve is free, so that what is freed by and by does not open and close the
 * door with every message.
 *
 * @param free bytes that may still be written
 * @param reserve bytes that are to stay free
 * @param sufficient whether mail may be taken in
 */
record DiskRoom(long free, long reserve, boolean sufficient) {

  /** A twentieth of the reserve. */
  private static final int MARGIN = 20;

  /** What is thought before anybody has looked. */
  static final DiskRoom UNSEEN = new DiskRoom(0, 0, true);

  /** What is to be thought after another look at the disk. */
  DiskRoom seen(long freeBytes, long wholeBytes, Reserve kept) {
    long floor = kept.of(wholeBytes);
    long needed = sufficient ? floor : floor + floor / MARGIN;
    return new DiskRoom(freeBytes, floor, freeBytes >= needed);
  }
}
