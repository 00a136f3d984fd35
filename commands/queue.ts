import { text } from '../src/chat/form.ts';
import type { Reply } from '../src/chat/view.ts';
import { plain } from '../src/chat/words.ts';
import { type Decision, MUTES, type MuteLength, mayDecide } from '../src/moderation/rules.ts';
import { type Acting, actorOf, command, form, type Part, type Services } from './context.ts';
import { itemHere } from './queue-access.ts';
import { queueMessages } from './queue-messages.ts';
import { decidedPanel, itemPanel, mutedPanel, mutePanel, outOfDate, queuePanel, unmutedPanel } from './queue-panel.ts';

const DONE = 'Done';
const REASON_MAX = 500;
const WARNING_MAX = 100;

async function open(context: Acting, id: string, services: Services): Promise<Reply> {
  const item = await itemHere(context, id, services);
  return item ? itemPanel(context, item, services) : outOfDate();
}

async function decide(context: Acting, id: string, services: Services, decision: Decision, words: string | null): Promise<Reply> {
  const { queue } = services.moderation;
  const item = await itemHere(context, id, services);
  if (!item) return outOfDate();
  const described = await queue.describe(item);
  // A forged button, or one from before the words were withdrawn.
  if (item.state === 'open' && !mayDecide(item.cause, decision, described === null)) return itemPanel(context, item, services);
  const outcome = await queue.decide(id, { moderator: actorOf(context), decision, text: words });
  const decided = (await queue.find(id)) ?? item;
  return outcome === 'done' ? decidedPanel(decided, described, services, DONE) : decidedPanel(decided, described, services);
}

async function undo(context: Acting, id: string, services: Services): Promise<Reply> {
  const item = await itemHere(context, id, services);
  if (!item) return outOfDate();
  await services.moderation.queue.undo(id, actorOf(context));
  return open(context, id, services);
}

const press = (run: (context: Acting, id: string, services: Services) => Promise<Reply>) => ({
  who: 'moderators' as const,
  run: (context: Acting, { id }: { readonly id: string }, services: Services) => run(context, id, services),
});

const deciding = (decision: Decision) => press((context, id, services) => decide(context, id, services, decision, null));

const muting = (length: MuteLength) =>
  press(async (context, id, services) => {
    const item = await itemHere(context, id, services);
    if (!item) return outOfDate();
    await services.moderation.mute(item, length, actorOf(context));
    return mutedPanel(item);
  });

const authorReads = plain(
  'The author reads these words privately, and nobody else does. Say what would help; never ask who they are.',
);

const decline = form({
  who: 'moderators',
  title: 'To the author',
  submit: 'Send',
  intro: authorReads,
  fields: { reason: text({ label: 'Your words', max: REASON_MAX, long: true }) },
  onSubmit: (context, { id, values }, services) => decide(context, id, services, 'decline', values.reason),
});

const askChange = form({
  who: 'moderators',
  title: 'Ask for a change',
  submit: 'Ask',
  intro: authorReads,
  fields: { change: text({ label: 'What would have to change', max: REASON_MAX, long: true }) },
  onSubmit: (context, { id, values }, services) => decide(context, id, services, 'ask-change', values.change),
});

const warn = form({
  who: 'moderators',
  title: 'Approve with a warning',
  submit: 'Approve',
  intro: plain('It appears behind this line, which everybody sees first.'),
  fields: { warning: text({ label: 'Content warning', hint: 'For example: mentions self-harm.', max: WARNING_MAX }) },
  async initial(context, { id }, services) {
    const item = await itemHere(context, id, services);
    const warning = item && (await services.moderation.queue.describe(item))?.warning;
    return warning ? { warning: [warning] } : {};
  },
  onSubmit: (context, { id, values }, services) => decide(context, id, services, 'approve-with-warning', values.warning),
});

const parts: Part = {
  verbs: [
    {
      verb: 'cohort queue',
      summary: 'What waits for a moderator',
      who: 'moderators',
      run: (context, _, services) => queuePanel(context, services),
    },
  ],
  presses: {
    page: press((context, id, services) => queuePanel(context, services, /^\d{1,4}$/.test(id) ? Number(id) : 0)),
    open: press(open),
    approve: deciding('approve'),
    hide: deciding('hide'),
    keep: deciding('keep'),
    settled: deciding('settled'),
    undo: press(undo),
    mute: press(async (context, id, services) => {
      const item = await itemHere(context, id, services);
      return item ? mutePanel(item) : outOfDate();
    }),
    ...Object.fromEntries((Object.keys(MUTES) as MuteLength[]).map((length) => [`mute-${length}`, muting(length)])),
    unmute: press(async (context, id, services) => {
      const item = await itemHere(context, id, services);
      if (!item) return outOfDate();
      await services.moderation.unmute(item, actorOf(context));
      return unmutedPanel(item);
    }),
  },
  forms: { decline, 'ask-change': askChange, 'approve-with-warning': warn },
};

export const queue = command('queue', parts, queueMessages);
