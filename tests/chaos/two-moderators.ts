import type { LoopbackPlatform, Screen, ShownMessage } from '../platforms/driver.ts';
import { type PatienceOptions, patient, shows } from './patience.ts';
import { TOKEN } from './tokens.ts';

/** What one moderator was told of one item. */
export interface Ruling {
  readonly moderator: string;
  /** The message in their channel. */
  readonly item: string;
  readonly isDone: boolean;
}

export interface TwoModeratorsOptions {
  readonly platform: LoopbackPlatform;
  /** Of the moderators. */
  readonly channel: string;
  readonly moderators: readonly PatienceOptions[];
  /** What is held and has such a word in it is left alone. */
  readonly left: ReadonlySet<string>;
}

const HELD = 'held for its language';
const isDone = (screen: Screen) => shows('It appears at one of the next slots')(screen);
const isDecided = shows('Already decided');

/** Two who look at the same moment at each thing that is held, and press the same. */
export function openTwoModerators({ platform, channel, moderators, left }: TwoModeratorsOptions) {
  const people = moderators.map((options) => ({ ...options, ...patient(options) }));
  const rulings: Ruling[] = [];
  const early: string[] = [];
  const seen = new Set<string>();

  async function decide({ id: item }: ShownMessage): Promise<void> {
    let isApproved = false;
    await Promise.all(
      people.map(async ({ person, insist, offered }) => {
        let isLeft = false;
        await insist(
          () => person.press('Open it', { channel, message: item }),
          (screen) => {
            const word = screen.kind === 'panel' ? TOKEN.exec(screen.text)?.[0] : undefined;
            if (word === undefined) return null;
            if (!isApproved && platform.everySend().some(({ text }) => text.includes(word))) early.push(word);
            isLeft = left.has(word);
            const approve = isLeft ? null : offered(screen, 'Approve');
            if (approve) isApproved = true;
            return approve;
          },
          (screen) => isLeft || isDone(screen) || isDecided(screen),
        );
        if (!isLeft) rulings.push({ moderator: person.handle, item, isDone: isDone(person.screen()) });
      }),
    );
  }

  return {
    rulings: rulings as readonly Ruling[],
    /** Words that others could read before a moderator had looked. */
    early: early as readonly string[],
    lost: () => people.reduce((sum, { lost }) => sum + lost(), 0),
    /** Everything held that has come since the last time. */
    async look(): Promise<void> {
      const held = (await platform.messages(channel)).filter(
        ({ id, text }) => text.toLowerCase().includes(HELD) && !seen.has(id),
      );
      for (const message of held) {
        seen.add(message.id);
        await decide(message);
      }
    },
  };
}

export type TwoModerators = ReturnType<typeof openTwoModerators>;
