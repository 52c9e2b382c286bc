package milena.policy.versions;

/**
 * One version of the policy, as it was put.
 *
 * @param number from 1, without gaps
 * @param text the document
 * @param who put it
 * @param why in words
 * @param at when, ms since the epoch
 */
public record Version(int number, String text, String who, String why, long at) {}
