package milena.policy.versions;

import milena.policy.document.PolicyText;

/**
 * One version of the policy, as it was put.
 *
 * @param number from 1, without gaps
 * @param document as its operator wrote it
 * @param who put it
 * @param why in words
 * @param at when, ms since the epoch
 */
public record Version(int number, PolicyText document, String who, String why, long at) {}
