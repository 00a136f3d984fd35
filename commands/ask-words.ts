import { choice } from '../src/chat/build.ts';
import type { Tag } from '../src/members/rules.ts';
import type { Ending, Stage } from '../src/questions/rules.ts';
import type { MyQuestion } from '../src/questions/service.ts';
import { tagChoices } from './profile-words.ts';

export const PROMISE = 'Usually answered within 48 hours. Not for emergencies.';

/** How a question stands, as its asker is told: in words that do not disappoint, and always with what comes next. */
export const stageWords: Readonly<Record<Stage, string>> = {
  waiting: 'It leaves within about an hour, at a time that does not tell who asks.',
  'with-moderators-first': 'A moderator reads it first, without learning who you are.',
  'change-asked': 'A moderator asks for a change before it goes out.',
  declined: 'A moderator did not pass it on. You can write it differently.',
  looking:
    'People from the years above are being asked, two at a time. The first answer stands here, and your home panel says so.',
  'looking-wider': 'More people are being asked now. Good questions sometimes need a day to find the right person.',
  'in-channel': 'The mentors’ channel knows about it now, so everybody who helps can take it.',
  'moderators-help': 'Moderators are helping to find somebody, without knowing who asks.',
  taken: 'Somebody has taken it, and answers within twelve hours. If not, others are asked.',
  talking: 'Somebody has written to you. You can write back.',
  answered: 'You marked it as answered. It can be opened again for a week.',
  closed: 'It is over. You can ask again at any time.',
};

const REOPENED = 'For a week you can open it again, and you can ask anew at any time.';
const endings: Partial<Readonly<Record<Ending, string>>> = {
  nobody: `In two weeks nobody was free to take it, which says nothing about your question. ${REOPENED}`,
  silence: `It has been quiet for two weeks, so it ended by itself. ${REOPENED}`,
  hidden: 'A moderator took it out of the conversation. You can ask again in other words.',
};

/** The same, and why it is over. */
export const standingWords = ({ stage, question }: Pick<MyQuestion, 'stage' | 'question'>): string =>
  (stage === 'closed' && question?.ending && endings[question.ending]) || stageWords[stage];

export const stageInShort: Readonly<Record<Stage, string>> = {
  waiting: 'on its way',
  'with-moderators-first': 'a person reads it first',
  'change-asked': 'a change is asked for',
  declined: 'not passed on',
  looking: 'somebody is asked',
  'looking-wider': 'more people are asked',
  'in-channel': 'in the mentors’ channel',
  'moderators-help': 'moderators help',
  taken: 'somebody has it',
  talking: 'somebody has written',
  answered: 'answered',
  closed: 'over',
};

export const urgencyChoices = [
  choice('week', 'This week', 'Somebody is looked for at once'),
  choice('no-hurry', 'Not urgent', 'It may take its time'),
];

/** Only what somebody says of themselves can be shared with somebody. */
export const sharesChoices = (own: readonly Tag[]) => tagChoices.filter(({ value }) => own.some((tag) => tag === value));
