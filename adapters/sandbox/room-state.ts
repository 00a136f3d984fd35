import { z } from 'zod';
import type { Form, FormFaults, View } from '../../src/chat/view.ts';

/** The outline is enough: the file was written by us, and an older block that is unknown now is not drawn. */
const view = z.custom<View>(
  (value) => z.object({ kind: z.literal('view'), blocks: z.array(z.looseObject({})) }).safeParse(value).success,
);
const form = z.custom<Form>(
  (value) => z.object({ kind: z.literal('form'), fields: z.array(z.looseObject({})) }).safeParse(value).success,
);

const panel = z.object({
  /** The event whose replies this panel shows: a late reply to an older event does not replace a newer one. */
  event: z.string(),
  conversation: z.string(),
  /** It stands right below this message; null: before all messages. */
  below: z.string().nullable(),
  view,
});

const openForm = z.object({
  event: z.string(),
  conversation: z.string(),
  below: z.string().nullable(),
  form,
  faults: z.custom<FormFaults['faults']>(Array.isArray),
});

const person = z.object({
  id: z.string(),
  name: z.string(),
  roles: z.array(z.string()),
  isSpaceAdmin: z.boolean(),
  takesDirectMessages: z.boolean(),
  hasInbox: z.boolean(),
  /** What nobody else sees: the private panel, the open form, and how far each conversation was read. */
  panel: panel.nullable(),
  form: openForm.nullable(),
  reads: z.array(z.object({ conversation: z.string(), upTo: z.number() })),
});

const channel = z.object({
  id: z.string(),
  name: z.string(),
  topic: z.string(),
  /** Holders of one of these roles see it; null: everybody. */
  visibleTo: z.array(z.string()).nullable(),
  isHiddenFromBot: z.boolean(),
});

const message = z.object({
  id: z.string(),
  /** Grows by one with every message of the room. */
  order: z.number(),
  conversation: z.string(),
  at: z.number(),
  isPinned: z.boolean(),
  isEdited: z.boolean(),
  nonce: z.string().nullable(),
  /** The message in whose thread it stands. */
  thread: z.string().nullable().default(null),
  /** The name of the thread that it opened. */
  opens: z.string().nullable().default(null),
  body: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('said'), person: z.string(), name: z.string(), text: z.string() }),
    z.object({ kind: z.literal('view'), view }),
  ]),
});

/** All that a room is: what stands in the state file. */
export const roomState = z.object({
  version: z.literal(1),
  /** The time zone in which the page shows times. */
  zone: z.string(),
  isBotHere: z.boolean(),
  nextOrder: z.number(),
  people: z.array(person),
  roles: z.array(z.object({ id: z.string(), name: z.string() })),
  channels: z.array(channel),
  messages: z.array(message),
});

export type RoomState = z.infer<typeof roomState>;
export type RoomPerson = z.infer<typeof person>;
export type RoomChannel = z.infer<typeof channel>;
export type RoomMessage = z.infer<typeof message>;

export const inboxOf = (person: string): string => `inbox-${person}`;

export function newPerson(seed: Pick<RoomPerson, 'id' | 'name' | 'roles' | 'isSpaceAdmin'>): RoomPerson {
  return { ...seed, takesDirectMessages: true, hasInbox: false, panel: null, form: null, reads: [] };
}

/** The room as a newcomer finds it. People are called by what they are. */
export function seededRoom(): RoomState {
  const channelOf = (name: string, topic: string, visibleTo: string[] | null = null): RoomChannel => ({
    id: `channel-${name}`,
    name,
    topic,
    visibleTo,
    isHiddenFromBot: false,
  });
  return {
    version: 1,
    zone: 'Europe/London',
    isBotHere: true,
    nextOrder: 1,
    people: [
      newPerson({ id: 'first-year', name: 'First-year', roles: [], isSpaceAdmin: false }),
      newPerson({ id: 'fourth-year', name: 'Fourth-year', roles: [], isSpaceAdmin: false }),
      newPerson({ id: 'moderator', name: 'Moderator', roles: ['role-moderator'], isSpaceAdmin: true }),
      newPerson({ id: 'lead', name: 'Lead', roles: ['role-moderator', 'role-lead'], isSpaceAdmin: false }),
    ],
    roles: [
      { id: 'role-moderator', name: 'moderator' },
      { id: 'role-lead', name: 'lead' },
    ],
    channels: [
      channelOf('welcome', 'Start here'),
      channelOf('check-ins', 'How the weeks go'),
      channelOf('safe-space', 'Speak without your name'),
      channelOf('questions', 'Ask the years above'),
      channelOf('moderators', 'Only moderators see this', ['role-moderator', 'role-lead']),
    ],
    messages: [],
  };
}
