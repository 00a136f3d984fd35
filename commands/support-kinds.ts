import { choice } from '../src/chat/build.ts';
import type { Support } from '../src/safe-space/rules.ts';

/** The kinds of support (domain §2), as somebody would say them. */
export const supportWords: Readonly<Record<Support, string>> = {
  'be-heard': 'Be heard',
  'know-how': 'Know how',
  'practical-help': 'Practical help',
  'sense-check': 'A sense-check',
  'not-sure': 'Not sure',
};

const details: Readonly<Record<Support, string>> = {
  'be-heard': 'Somebody who listens',
  'know-how': 'How things are done',
  'practical-help': 'A hand with something',
  'sense-check': 'Does this look right to you?',
  'not-sure': 'Whatever helps',
};

export const supportChoices = (Object.keys(supportWords) as readonly Support[]).map((kind) =>
  choice(kind, supportWords[kind], details[kind]),
);
