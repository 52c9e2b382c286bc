package milena.router.shape;

import milena.router.gate.Gate;

/** Why a submission is not out yet; shown to the operator by these words. */
public enum WaitReason {
  /** It may go as soon as its turn comes. */
  READY("ready"),
  /** The site has as many dispatches outstanding as its window allows. */
  WINDOW("window"),
  /** A message rate is used up for now. */
  RATE("rate"),
  /** As many are outstanding as a limit of the policy allows. */
  LIMIT("limit"),
  /** A reply made a reaction suspend it. */
  REACTION("reaction"),
  /** The policy's hours for it are over. */
  HOURS("hours"),
  /** No source of its pool can be used. */
  SOURCE("no-source"),
  /** A failed attempt is to be repeated later. */
  RETRY("retry"),
  /** The sender asked for a later time. */
  SCHEDULED("scheduled"),
  /** Mail may leave by MX only when told so, and its domain has no other route. */
  MX_NOT_ALLOWED("mx-not-allowed"),
  /** Name servers are being asked for its site. */
  SITE("site-asked-for"),
  /** An operator has suspended it. */
  SUSPENDED("suspended"),
  /** An operator has cancelled it, and may still undo that. */
  CANCEL_REQUESTED("cancel-requested"),
  /** An attempt is under way. */
  OUTSTANDING("outstanding");

  private final String word;

  WaitReason(String word) {
    this.word = word;
  }

  /** The reason that has a word; words of a newer version count as ready. */
  static WaitReason of(String word) {
    for (var reason : values()) {
      if (reason.word.equals(word)) {
        return reason;
      }
    }
    return READY;
  }

  /** The reason of what waits at a gate. */
  static WaitReason at(Gate.Sort sort) {
    return switch (sort) {
      case RATE -> RATE;
      case COUNT -> LIMIT;
      case SUSPENDED -> REACTION;
    };
  }

  /** The word shown. */
  public String word() {
    return word;
  }
}
