import type { Phrases } from '../src/chat/adapter.ts';
import { ask } from './ask.ts';
import { audit } from './audit.ts';
import { checkin } from './checkin.ts';
import { cohort } from './cohort.ts';
import type { Command } from './context.ts';
import { help } from './help.ts';
import { home } from './home.ts';
import { join, leave } from './join.ts';
import { library } from './library.ts';
import { mentor } from './mentor.ts';
import { moderationSettings } from './moderation-settings.ts';
import { post } from './post.ts';
import { question } from './question.ts';
import { queue } from './queue.ts';
import { reveal } from './reveal.ts';
import { support } from './support.ts';

/** Everything that people can do, in the order in which platforms list it. */
export const commands: readonly Command[] = [
  checkin,
  post,
  ask,
  library,
  mentor,
  home,
  support,
  help,
  join,
  leave,
  cohort,
  queue,
  audit,
  reveal,
  question,
  moderationSettings,
];

export const phrases: Phrases = {
  working: 'One moment …',
  close: 'Close',
  appName: 'Bombus',
  openAgain: 'Open the form',
  unknownVerb: 'Bombus does not know that command. Try help.',
};

export { openAccess } from './access.ts';
export { addenda } from './addenda.ts';
export { mending, purposeWords } from './cohort-words.ts';
export type { Services } from './context.ts';
export { openNotices } from './notices.ts';
export { sentences } from './sentences.ts';

const coming: Readonly<Record<string, string>> = {
  delivery: 'a message goes out',
  'checkin:open-round': 'the weekly check-in opens',
  'checkin:ask-members': 'members are asked',
  'cohort:roster-change': 'the reveal roster changes',
  'question:next': 'a question moves on',
  mix: 'what was written without a name may appear',
  'reveal:lapse': 'a request to reveal somebody lapses',
  'audit:head': 'the end of the audit log is published',
  'reveal:yearly': 'the yearly count of reveals is published',
  'queue:escalate': 'moderators are reminded of what waits',
  'post:daily': 'the daily line goes out',
};

/** What happens next, for the clock of a rehearsal. */
export const whatComesNext = (kind: string): string => coming[kind] ?? 'something falls due';
