import { z } from 'zod';

/** What the API takes. Whatever does not fit is answered with 400 and a sentence. */

const id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/);
const name = z.string().trim().min(1).max(40);
const callback = z.string().min(1).max(100);
const values = z.array(z.string().max(60_000)).max(50);
const text = z.string().max(60_000);
const shortRecord = <T extends z.ZodType>(value: T) =>
  z.record(z.string().max(64), value).refine((all) => Object.keys(all).length <= 50);

const acting = {
  as: id,
  /** The same for every try of one deed: chosen by whoever acts, else by the room. */
  event: id.optional(),
  /** The conversation in which the person is. */
  place: id.optional(),
};

export const act = z.discriminatedUnion('kind', [
  z.object({
    ...acting,
    kind: z.literal('type'),
    text: text.min(1),
    picked: shortRecord(z.object({ label: text, value: text })).optional(),
  }),
  z.object({ ...acting, kind: z.literal('command'), verb: z.string().max(64), options: shortRecord(text).default({}) }),
  /** `message`: the message of the bot that was pressed; without it the person's own panel. */
  z.object({ ...acting, kind: z.literal('press'), callback, values: values.default([]), message: id.optional() }),
  z.object({ ...acting, kind: z.literal('submit'), callback, fields: shortRecord(values) }),
  z.object({ ...acting, kind: z.literal('close-form') }),
  z.object({ ...acting, kind: z.literal('dismiss') }),
  z.object({ ...acting, kind: z.literal('read'), place: id }),
]);

export type ActRequest = z.infer<typeof act>;

/** `as`: who is typing. */
export const completion = z.union([
  z.object({ as: id.optional(), line: text.min(1) }),
  z.object({ as: id.optional(), source: callback, typed: z.string().max(200) }),
]);

export const newPerson = z.object({
  id: id.optional(),
  name,
  roles: z.array(id).max(20).default([]),
  isSpaceAdmin: z.boolean().default(false),
});
export const changedPerson = z.object({
  takesDirectMessages: z.boolean().optional(),
  roles: z.array(id).max(20).optional(),
  isSpaceAdmin: z.boolean().optional(),
});
export const newRole = z.object({ id: id.optional(), name });
export const newChannel = z.object({
  id: id.optional(),
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/),
  topic: z.string().max(100).default(''),
});
export const changedChannel = z.object({ isHiddenFromBot: z.boolean() });
export const changedRoom = z.object({
  zone: z.string().max(64).refine(isZone).optional(),
  isBotHere: z.boolean().optional(),
});
export const sendFaults = z.object({
  times: z.number().int().min(0).max(1000),
  how: z.enum(['before', 'after', 'reset', 'limited']),
});
/** `isEmpty`: without the cohort that a new room is filled with. */
export const beginning = z.object({ isEmpty: z.boolean().default(false) });
const YEAR_MS = 366 * 24 * 3600 * 1000;
export const clockMove = z.union([
  z.object({ advance: z.number().int().min(0).max(YEAR_MS) }),
  z.object({ set: z.number().int().min(0).max(8.64e15) }),
  z.object({ toNext: z.literal(true) }),
]);

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
