import type { Cause, Decision, MuteLength, QueueItem } from '../src/moderation/rules.ts';
import type { Tier } from '../src/safety/tiers.ts';

/** What a moderator is told of a tier: what the language may say, never what somebody is. */
export const tierWords: Readonly<Record<Tier, string>> = {
  T3: 'It may speak of wanting to die now: intent, a plan, means or a farewell.',
  T2: 'It may speak of not wanting to live, or of self-harm.',
  T1: 'It may speak of distress, or of worry about somebody else.',
  T0: 'Its language stands out in no way.',
};

export const causeWords: Readonly<Record<Cause, string>> = {
  language: 'It is held until you decide: its language may be asking for help. Its author has been shown where help is.',
  'exam-content': 'It is held until you decide: it may hold what others have still to be examined in. Its author was told so.',
  'before-publishing': 'It is held until you decide: this cohort looks at everything before it appears.',
  report: 'Members have reported it.',
  appeal: 'Somebody who is muted asks to be heard.',
  'maybe-sent':
    'It may or may not have appeared: the platform gave no answer. Look in the channel first; nothing is sent twice by itself.',
  muted:
    'Somebody who is muted wrote it, and its language may be asking for help. It cannot be published; you can answer it. Its author has been shown where help is.',
};

/** Instead of the cause, where the platform said that it refused. */
export const lost = 'It could not be sent: nobody has seen it. It can be tried again.';

/** Instead of the cause, where what must not be seen may stand there all the same. */
export const stays =
  'It was hidden or withdrawn, and its message may still be there: the platform never said where it put it, so Bombus cannot change it. Look in the channel and its threads, and please delete it by hand.';

export const causeInShort: Readonly<Record<Cause, string>> = {
  language: 'held for its language',
  'exam-content': 'held: it may hold exam content',
  'before-publishing': 'held before it appears',
  report: 'reported',
  appeal: 'an appeal',
  'maybe-sent': 'may not have appeared',
  muted: 'from somebody muted',
};

type Labels = Readonly<Partial<Record<Cause, string>>> & { readonly other: string };

const decisionLabels: Readonly<Record<Decision, Labels>> = {
  approve: { other: 'Approve', appeal: 'Lift the mute', 'maybe-sent': 'It is not there: send it' },
  'approve-with-warning': { other: 'Approve with a warning' },
  'ask-change': { other: 'Ask for a change' },
  decline: { other: 'Decline', appeal: 'Keep the mute', muted: 'Answer privately' },
  hide: { other: 'Hide it' },
  keep: { other: 'Keep it' },
  settled: { other: 'Close it', 'maybe-sent': 'It is there', muted: 'I have read it' },
};

export const decisionLabel = (decision: Decision, cause: Cause): string =>
  decisionLabels[decision][cause] ?? decisionLabels[decision].other;

const outcomes: Readonly<Record<Decision, Labels>> = {
  approve: { other: 'approved', appeal: 'the mute was lifted', 'maybe-sent': 'it is sent' },
  'approve-with-warning': { other: 'approved with a content warning' },
  'ask-change': { other: 'its author was asked for a change' },
  decline: { other: 'declined', appeal: 'the mute stays', muted: 'answered privately' },
  hide: { other: 'hidden' },
  keep: { other: 'kept' },
  settled: { other: 'closed', 'maybe-sent': 'it is there', muted: 'read' },
};

/** In the middle of a sentence. Never who decided it. */
export const outcomeWords = ({ state, cause, decidedBy, details }: QueueItem): string => {
  if (state === 'open') return 'open again';
  if (decidedBy === null) return 'closed, since it is gone';
  if (details.stays !== undefined && state === 'settled') return 'it is gone';
  return outcomes[state][cause] ?? outcomes[state].other;
};

/** What follows from a decision, for the moderator who made it. */
export const nextWords: Readonly<Record<Decision, Labels>> = {
  approve: { other: 'It appears at one of the next slots.', appeal: 'They may speak again.', 'maybe-sent': 'It goes out again.' },
  'approve-with-warning': { other: 'It appears at one of the next slots, behind the warning.' },
  'ask-change': { other: 'Its author reads your words privately and can send it again. You never learn who it is.' },
  decline: {
    other: 'It does not appear. Its author reads your reason privately.',
    appeal: 'Whoever it is reads your reason privately.',
    muted: 'Its author reads your words privately.',
  },
  hide: { other: 'Nobody sees it any more.' },
  keep: { other: 'It is shown, and the reports are closed.' },
  settled: { other: 'Nothing more is done about it.' },
};

export const muteWords: Readonly<Record<MuteLength, string>> = { hour: 'An hour', day: 'A day', week: 'A week' };

export const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;
