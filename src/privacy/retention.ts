const DAY = 24 * 3_600_000;

/** How long things are kept. The notice and the README name the same figures, from here. */
export const RETENTION = {
  /** Check-ins: twelve months. */
  checkInsMs: 365 * DAY,
  /** A member who left the space, or whose space lost the bot, without using `leave`. */
  goneMemberMs: 30 * DAY,
  /** A member who has not checked in for so long, and joined before. */
  dormantMemberMs: 365 * DAY,
  /** What was sent to whom and when; the words are not kept at all. */
  deliveriesMs: 30 * DAY,
  /** What moderators have decided, beside the audit log. */
  queueMs: 30 * DAY,
  /** Threads of the safe space, with their words. */
  postsMs: 365 * DAY,
  /** What moderators did, and reveals: twenty-four months. */
  auditMs: 730 * DAY,
  /** Keyed tags of handled events, against repeats. */
  handledEventsMs: 7 * DAY,
  /** A half-filled form, or a check-in that was begun. */
  draftsMs: DAY,
} as const;

/** The wording that a member agreed to. A new one is a new version. */
export const CONSENT_VERSION = '2026-11';
