package milena.delivery.claim;

/**
 * Which dispatches were there when an owner of their partition died, so that one that kills its
 * worker ends instead of killing the next for ever. Travels in the metadata of the committed
 * offset.
 *
 * <p>Which of the many that were taken was the cause nobody can write down in time. So the first
 * two deaths only mark ranges, and what was present at both is tried in blocks, each noted in the
 * log before it is begun; a death during a block makes the next blocks smaller. The last step is a
 * block of one, tried while nothing else is under way; whoever is alone at a death is failed. An
 * innocent one cannot be: it would have to be alone when something else killed the worker.
 *
 * @param onceBelow what is unfinished below was present at one death or more
 * @param twiceBelow what is unfinished below was present at two: it is on trial
 * @param block how many of those are tried at a time
 * @param blockEnd the block under trial ends below this offset; 0 when none was begun
 * @param condemned the offset that was tried alone and killed its worker; -1 for none
 */
record Deaths(long onceBelow, long twiceBelow, int block, long blockEnd, long condemned) {

  static final Deaths NONE = new Deaths(0, 0, 0, 0, -1);

  private static final int FIRST_BLOCK = 256;
  private static final int NARROWING = 16;

  /**
   * The owner died.
   *
   * @param committed everything below is finished
   * @param takenBelow what the owner can have taken is below
   */
  Deaths afterDeath(long committed, long takenBelow) {
    if (twiceBelow <= committed) {
      return new Deaths(takenBelow, Math.min(onceBelow, takenBelow), FIRST_BLOCK, 0, condemned);
    }
    if (blockEnd <= committed) {
      return this;
    }
    if (block == 1) {
      return new Deaths(onceBelow, twiceBelow, NARROWING, 0, blockEnd - 1);
    }
    return new Deaths(onceBelow, blockEnd, Math.max(1, block / NARROWING), 0, condemned);
  }

  /** Whether a dispatch is on trial, and may be taken only as part of a noted block. */
  boolean onTrial(long offset) {
    return offset < twiceBelow;
  }

  /** Whether the dispatch is in the block that is noted. */
  boolean inBlock(long offset) {
    return offset < blockEnd;
  }

  /** Whether the blocks of this trial are of one. */
  boolean alone() {
    return block == 1;
  }

  /** A block that ends below this offset is begun. */
  Deaths beginBlock(long end) {
    return new Deaths(onceBelow, twiceBelow, block, end, condemned);
  }
}
