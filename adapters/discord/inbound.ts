import { type APIInteraction, InteractionResponseType, InteractionType, SnowflakeUtil } from 'discord.js';
import type { Inbox } from '../../src/chat/adapter.ts';
import type { Reply } from '../../src/chat/view.ts';
import type { Log } from '../../src/log.ts';
import { answerTo } from './answer.ts';
import { completionSource } from './commands.ts';
import { isAcknowledged, isTooLate } from './errors.ts';
import { clip, cutText, type VerbIds } from './escape.ts';
import { type Answerable, type Completing, invocationOf, typingOf, typistOf } from './invocation.ts';
import { panels } from './panels.ts';
import type { AnswerWire } from './wire.ts';

/** Discord waits three seconds for a first answer; the rest is for the way there and back. */
const PATIENCE_MS = 1_500;
/** An event that is older may already be too old to be answered: ask first, act afterwards. */
const LATE_MS = 2_000;
/** So many events tell whether it is the clock. */
const FEW = 5;
/** How long an interaction can be answered at all. */
const TOKEN_LIFE_MS = 15 * 60_000;
const COMPLETIONS = 25;
const COMPLETION_LENGTH = 100;

export interface Inbound {
  accept(interaction: APIInteraction): void;
  /** Takes nothing new and waits for what was begun, at most so long. */
  drain(ms: number): Promise<void>;
}

export interface InboundTools {
  readonly inbox: Inbox;
  readonly wire: AnswerWire;
  readonly verbs: VerbIds;
  readonly log: Log;
  readonly now: () => number;
}

export function inboundOf({ inbox, wire, verbs, log, now }: InboundTools): Inbound {
  const begun = new Set<Promise<void>>();
  const seen = new Map<string, number>();
  const ages: number[] = [];
  const tools = { wire, panels: panels(), phrases: inbox.phrases, verbs, log };
  let isDraining = false;

  /** The gateway may say a thing twice, and the second answer to it would be refused. */
  function isRepeat(id: string): boolean {
    for (const [old, at] of seen) {
      if (at > now() - TOKEN_LIFE_MS) break;
      seen.delete(old);
    }
    if (seen.has(id)) return true;
    seen.set(id, now());
    return false;
  }

  /** Against the youngest of the last few: where all are old, this machine's clock is ahead of Discord's. */
  function lateness(age: number): number {
    ages.push(age);
    if (ages.length <= FEW) return age;
    ages.shift();
    return age - Math.max(0, Math.min(...ages));
  }

  async function answer(interaction: Answerable): Promise<void> {
    const invocation = invocationOf(interaction);
    if (invocation === null) return;
    const answer = answerTo(interaction, tools);
    const isLate = lateness(now() - SnowflakeUtil.timestampFrom(interaction.id)) > LATE_MS;
    if (isLate && !(await answer.defer())) return;
    const replies = inbox.handle(invocation)[Symbol.asyncIterator]();
    const first = replies.next();
    await deferUnless(first, answer.defer);
    for (let next = await first; !next.done; next = await replies.next()) await show(answer.show, next.value);
    await answer.settle();
  }

  /** What cannot be shown is lost, but what follows from it is still done. */
  async function show(render: (reply: Reply) => Promise<void>, reply: Reply): Promise<void> {
    try {
      await render(reply);
    } catch (error) {
      log.error({ err: error }, 'an answer was not shown');
    }
  }

  async function deferUnless(first: Promise<unknown>, defer: () => Promise<boolean>): Promise<void> {
    if (await isLonger(first, PATIENCE_MS)) await defer().catch((error: unknown) => log.error({ err: error }, 'not deferred'));
  }

  async function complete(interaction: Completing): Promise<void> {
    const typing = typingOf(interaction);
    const source = typing && completionSource(inbox.catalogue, typing.verb, typing.option);
    const found =
      typing && source ? await inbox.complete(source, cutText(typing.typed, COMPLETION_LENGTH), typistOf(interaction)) : [];
    const choices = found
      .filter(({ value }) => value.length <= COMPLETION_LENGTH)
      .slice(0, COMPLETIONS)
      .map(({ value, label }) => ({ name: clip(label, COMPLETION_LENGTH), value }));
    await wire.respond(interaction, { type: InteractionResponseType.ApplicationCommandAutocompleteResult, data: { choices } });
  }

  function begin(work: Promise<void>): void {
    const watched = work
      .catch((error: unknown) => {
        if (isAcknowledged(error) || isTooLate(error)) return;
        log.error({ err: error }, 'an interaction failed');
      })
      .finally(() => begun.delete(watched));
    begun.add(watched);
  }

  return {
    accept(interaction) {
      if (isDraining || isRepeat(interaction.id)) return;
      switch (interaction.type) {
        case InteractionType.Ping:
          return;
        case InteractionType.ApplicationCommandAutocomplete:
          return begin(complete(interaction));
        case InteractionType.ApplicationCommand:
        case InteractionType.MessageComponent:
        case InteractionType.ModalSubmit:
          return begin(answer(interaction));
        default:
          return interaction satisfies never;
      }
    },
    async drain(ms) {
      isDraining = true;
      await isLonger(Promise.all(begun), ms);
    },
  };
}

/** Whether it takes longer. By a plain timer: to abort one makes an error with its stack at every event. */
async function isLonger(work: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, ms, true);
  });
  try {
    return await Promise.race([work.then(() => false), over]);
  } finally {
    clearTimeout(timer);
  }
}
