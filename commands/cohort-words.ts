import { choice } from '../src/chat/build.ts';
import type { ChannelFault, ChannelReport } from '../src/chat/view.ts';
import { channel, plain, strong, type Words, words } from '../src/chat/words.ts';
import type { Cohort, CohortChannel, Purpose } from '../src/cohorts/rules.ts';
import { clockTime, WEEKDAYS } from './profile-words.ts';

export const countryChoices = [
  choice('GB', 'United Kingdom'),
  choice('IE', 'Ireland'),
  choice('US', 'United States'),
  choice('CA', 'Canada'),
  choice('AU', 'Australia'),
  choice('NZ', 'New Zealand'),
  choice('IN', 'India'),
  choice('unknown', 'Another country', 'Shows 112 and findahelpline.com'),
];

export const countryInWords = (country: string): string =>
  countryChoices.find(({ value }) => value === country)?.label ?? 'Another country';

export const purposeWords: Readonly<Record<Purpose, string>> = {
  'check-ins': 'Check-ins',
  'safe-space': 'Safe space',
  questions: 'Questions',
  moderators: 'Moderators',
};

const stateWords: Readonly<Record<Cohort['state'], string>> = {
  draft: 'being set up',
  open: 'open',
  paused: 'paused: Bombus sends nothing',
};
export const stateInWords = (state: Cohort['state']): string => stateWords[state];

export const scheduleInWords = ({ weekday, minute, zone }: Cohort): string =>
  `${WEEKDAYS[weekday - 1] ?? 'Sunday'}s at ${clockTime(minute)}, ${zone}`;

/** Every fault says how to mend it. */
export const mending: Readonly<Record<ChannelFault, string>> = {
  gone: 'it does not exist any more. Choose another channel.',
  'cannot-see':
    'Bombus cannot see it. Invite Bombus to this channel or give Bombus the right to view it; if it was deleted, choose another.',
  'cannot-post': 'Bombus cannot write there. Give Bombus the right to send messages.',
  'cannot-attach': 'Bombus cannot show pictures there. Give Bombus the right to embed links and attach files.',
  'cannot-pin': 'Bombus cannot pin there. Give Bombus the right to pin messages, or pin the welcome message yourself.',
  'cannot-thread': 'Bombus cannot open threads there. Give Bombus the right to create public threads and to write in them.',
  'not-invited': 'Bombus is not in it. Invite Bombus to this channel.',
};

/** Faults that only matter where Bombus pins or opens threads. */
const MATTERS: Readonly<Partial<Record<ChannelFault, readonly Purpose[]>>> = {
  'cannot-pin': ['check-ins'],
  'cannot-thread': ['safe-space', 'questions'],
};

/** One line a channel: what it is for, and what is wrong with it. */
export function checklist(channels: readonly CohortChannel[], reports: readonly ChannelReport[] | null): readonly Words[] {
  return channels.map((entry) => {
    const name = words`${strong(purposeWords[entry.purpose])}: ${channel(entry.channel)}`;
    const report = reports?.find((candidate) => candidate.channel === entry.channel);
    if (!report) return words`${name} · ${plain(reports === null ? 'not checked yet' : 'could not be checked')}`;
    const faults = report.faults.filter((fault) => MATTERS[fault]?.includes(entry.purpose) ?? true);
    if (faults.length === 0) return words`✓ ${name}`;
    return words`✗ ${name}: ${plain(faults.map((fault) => mending[fault]).join(' '))}`;
  });
}
