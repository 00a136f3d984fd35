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
  { who: 'Other members', what: 'Nothing you tell Bombus. They do not see whether you joined or answered.' },
  { who: 'Moderators and leads', what: 'Nothing you tell Bombus in a check-in: no answer, no note, and not who has answered.' },
  {
    who: 'Whoever runs this Bombus',
    what: 'Holds the data and its key, so could read it, your answers and notes too.',
  },
];

const platforms: Readonly<Record<Platform, readonly SeenBy[]>> = {
  discord: [
    {
      who: 'Discord',
      what: 'Carries what you type and what you are shown, and can read it. Only you see the answers to your commands.',
    },
  ],
  slack: [
    {
      who: 'Slack and workspace owners',
      what: 'Owners may export direct messages and see who got one. So Bombus sends everybody who agreed the same line, and all else stays in forms and in your Home tab.',
    },
  ],
  sandbox: [{ who: 'This computer', what: 'The sandbox is a rehearsal. Everything stays on this computer.' }],
};

const law: SeenBy = { who: 'Courts', what: 'Can order whoever runs Bombus, or the platform, to hand over what they hold.' };

const seenBy = (platform: Platform): readonly SeenBy[] => [...everywhere, ...platforms[platform], law];

export const whoSeesWhat = (platform: Platform): Block => fields(seenBy(platform).map(({ who, what }) => [who, what]));

/** What is kept and for how long: the figures of `src/privacy/retention.ts` in words. */
export const KEPT: readonly SeenBy[] = [
  { who: 'Your check-ins and notes', what: 'Twelve months.' },
  {
    who: 'Your year, tags and preferences',
    what: 'Until you leave; at the latest twelve months after your last check-in. If Bombus learns that you left this place: thirty days.',
  },
  { who: 'That a reminder was sent', what: 'Thirty days. Its words are not kept.' },
  { who: 'Half-filled forms, a check-in that was begun, and what you were last shown', what: 'One day.' },
];
