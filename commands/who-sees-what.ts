import { fields } from '../src/chat/build.ts';
import type { Platform } from '../src/chat/invocation.ts';
import type { Block } from '../src/chat/view.ts';

/**
 * Who can see what, told plainly, for each platform (design, "What the platforms force"). The README's privacy table
 * says the same.
 */
export interface SeenBy {
  readonly who: string;
  readonly what: string;
}

const everywhere: readonly SeenBy[] = [
  { who: 'You', what: 'Everything you told Bombus, in your home panel. You can take a copy or erase it at any time.' },
  {
    who: 'Other members',
    what: 'What you write in the safe space, under an alias that is yours in that thread alone; replies “as me” with your name. What you ask: those who are asked to answer, under an alias, with your year and never your tags. Mentors: the name they chose, or an alias. Nothing else: not whether you joined or answered.',
  },
  {
    who: 'Moderators',
    what: 'The same, also what is held back or reported, with how urgent its language sounds; never who wrote it. They can mute its author without learning who. Of questions: how many wait, and the words of one that nobody took in three days; never who asks, nor who was asked. Of check-ins: nothing, not even who has answered.',
  },
  {
    who: 'Two of the reveal roster',
    what: 'Who wrote one thing, together and only while its seal exists: for a serious and immediate risk to life, the safeguarding of a child or adult at risk, or a legal order. You are told.',
  },
  {
    who: 'Whoever runs this Bombus',
    what: 'Holds the data and its keys, so could read your answers and notes, and while a seal exists could find out who wrote something.',
  },
];

const platforms: Readonly<Record<Platform, readonly SeenBy[]>> = {
  discord: [
    {
      who: 'Discord',
      what: 'Carries what you type and what you are shown, and can read it. Only you see the answers to your commands. What is posted without a name carries no trace of you.',
    },
  ],
  slack: [
    {
      who: 'Slack and workspace owners',
      what: 'Owners may export channels, and direct messages with who got one. What is posted without a name carries no trace of you there, and Bombus sends everybody who agreed the same line: all else stays in forms and in your Home tab.',
    },
  ],
  sandbox: [{ who: 'This computer', what: 'The sandbox is a rehearsal. Everything stays on this computer.' }],
};

const yourself: SeenBy = {
  who: 'People who know you',
  what: 'May recognise how you write, or when. Choose “well mixed” and leave out what only you could know.',
};
const law: SeenBy = { who: 'Courts', what: 'Can order whoever runs Bombus, or the platform, to hand over what they hold.' };

const seenBy = (platform: Platform): readonly SeenBy[] => [...everywhere, ...platforms[platform], law, yourself];

export const whoSeesWhat = (platform: Platform): Block => fields(seenBy(platform).map(({ who, what }) => [who, what]));

/** What is kept and for how long: the figures of `src/privacy/retention.ts` in words. */
export const KEPT: readonly SeenBy[] = [
  { who: 'Your check-ins and notes', what: 'Twelve months.' },
  {
    who: 'Your year, tags and preferences',
    what: 'Until you leave; at the latest twelve months after your last check-in, or your last yes to the mentors’ ten points. If Bombus learns that you left this place: thirty days.',
  },
  {
    who: 'Who wrote what in the safe space',
    what: 'Encrypted, for as many days as the cohort chose, at most thirty; then nobody can open it any more. What you wrote stays twelve months, unless you withdraw it.',
  },
  {
    who: 'What you asked, and what was answered',
    what: 'Twelve months, without who asked: that is encrypted, and ends thirty days after the question. What you wish to share with who answers: three months, encrypted. An entry of the library, made with your consent, holds no name.',
  },
  {
    who: 'What you set up as a mentor',
    what: 'Until you stop or leave; what you were offered, and your answers, twelve months.',
  },
  {
    who: 'Whom you never want to meet again, and whether you find an entry of the library still true',
    what: 'A year, under a tag that says nothing without the key; a block also if you leave meanwhile.',
  },
  {
    who: 'Reports, “same here”, how much you posted, a mute',
    what: 'Under a tag that says nothing without the key, for at most a month.',
  },
  { who: 'What moderators decided', what: 'Twenty-four months, with who decided and never what was written.' },
  { who: 'That a reminder was sent', what: 'Thirty days. Its words are not kept.' },
  { who: 'Half-filled forms, a check-in that was begun, and what you were last shown', what: 'One day.' },
];

export const platformNames: Readonly<Record<Platform, string>> = { discord: 'Discord', slack: 'Slack', sandbox: 'the sandbox' };

/** For a cohort of several places: what is written in one stands in the others too. */
export const livesIn = (places: readonly { readonly platform: Platform }[]): string =>
  `This cohort lives in ${places.length} places (${[...new Set(places.map(({ platform }) => platformNames[platform]))].join(', ')}). What you write in the safe space appears in all of them without saying where you are, so whoever runs or owns one of them can read it there too.`;

/** What a place is called on its platform. */
export const placeKinds: Readonly<Record<Platform, string>> = {
  discord: 'Discord server',
  slack: 'Slack workspace',
  sandbox: 'sandbox room',
};
