import type { Clock } from './calendar/clock.ts';
import type { Rehearsal } from './calendar/rehearsal.ts';
import { nextWeekly } from './calendar/zone.ts';
import type { Inbox } from './chat/adapter.ts';
import { formatCallback } from './chat/callback.ts';
import type { Act, Invocation, InvokingPerson } from './chat/invocation.ts';
import type { Reply } from './chat/view.ts';

/** As much of a sandbox room as the seeding needs. */
export interface SeedRoom {
  readonly space: string;
  state(): { readonly people: readonly SeedPerson[] };
}

interface SeedPerson {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly isSpaceAdmin: boolean;
}

export interface SeedOptions {
  readonly room: SeedRoom;
  readonly inbox: Pick<Inbox, 'handle'>;
  readonly clock: Clock;
  readonly rehearsal: Rehearsal;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const WEEKS = 5;
/** Happy, anxious and belonging of a plausible term: one dip, and a recovery. */
const TERM = [
  [7, 3, 4],
  [6, 4, 4],
  [4, 7, 3],
  [5, 6, 3],
  [7, 4, 4],
] as const;

/**
 * Plays five past weeks of a cohort through the real bot, so that the first screen is not empty: set up by the moderator,
 * with one member who has answered each week. Whoever opens the page first is somebody who may still join.
 */
export async function seedSandbox({ room, inbox, clock, rehearsal }: SeedOptions): Promise<void> {
  const present = clock.now();
  await rehearsal.set(present - WEEKS * 7 * DAY);
  let events = 0;

  async function act(id: string, what: Act): Promise<Reply | null> {
    const person = room.state().people.find((candidate) => candidate.id === id);
    if (!person) return null;
    events += 1;
    const invocation: Invocation = {
      platform: 'sandbox',
      eventId: `seed-${present}-${events}`,
      space: room.space,
      person: personOf(person),
      locale: null,
      act: what,
    };
    let last: Reply | null = null;
    for await (const reply of inbox.handle(invocation)) last = reply;
    return last;
  }

  const submit = (id: string, callback: string, fields: Readonly<Record<string, readonly string[]>>) =>
    act(id, { kind: 'submit', callback, fields });
  const press = (id: string, callback: string) => act(id, { kind: 'press', callback, values: [] });

  await submit('moderator', 'cohort:basics:', {
    name: ['Medicine, this year'],
    zone: ['Europe/London'],
    country: ['GB'],
    weekday: ['7'],
    time: ['18:00'],
  });
  await submit('moderator', 'cohort:channels:', {
    'check-ins': ['channel-check-ins'],
    'safe-space': ['channel-safe-space'],
    questions: ['channel-questions'],
    moderators: ['channel-moderators'],
  });
  await submit('moderator', 'cohort:people:', { moderator: ['role-moderator'], lead: ['role-lead'] });
  await submit('moderator', 'cohort:roster:', { roster: ['moderator', 'lead'] });
  await submit('moderator', 'cohort:own-help:', {
    name: ['Student Wellbeing (example)'],
    contact: ['wellbeing@university.example, weekdays 9 to 17'],
  });
  await press('moderator', 'cohort:open:');
  await submit('fourth-year', 'join:profile:', { year: ['4'], reminders: ['yes'] });

  /** To an hour after the next Sunday, 18:00. */
  const untilOpening = (): number =>
    nextWeekly({ zone: 'Europe/London', weekday: 7, minute: 18 * 60 }, clock.now()) + HOUR - clock.now();

  for (const answers of TERM) {
    await rehearsal.advance(untilOpening());
    let shown = await act('fourth-year', { kind: 'command', verb: 'checkin', options: {} });
    for (const answer of answers) {
      const next = buttonFor(shown, answer);
      if (next) shown = await press('fourth-year', next);
    }
  }
  await rehearsal.advance(Math.max(0, present - clock.now()));
}

const personOf = (person: SeedPerson): InvokingPerson => ({
  id: person.id,
  names: [person.name],
  roles: person.roles,
  isSpaceAdmin: person.isSpaceAdmin,
});

/** The button of a check-in panel that gives this answer. */
function buttonFor(reply: Reply | null, answer: number): string | null {
  if (reply?.kind !== 'view') return null;
  for (const block of reply.blocks) {
    if (block.kind !== 'buttons') continue;
    for (const { press } of block.buttons) {
      if (press.kind === 'callback' && press.callback.action === 'set' && press.callback.id.endsWith(`.${answer}`))
        return formatCallback(press.callback);
    }
  }
  return null;
}
