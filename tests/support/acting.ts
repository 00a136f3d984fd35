import type { Knows } from '../../commands/context.ts';
import { sentences } from '../../commands/sentences.ts';
import { type Callback, formatCallback } from '../../src/chat/callback.ts';
import type { Capability } from '../../src/chat/command.ts';
import { openDispatcher } from '../../src/chat/dispatcher.ts';
import { openDrafts } from '../../src/chat/drafts.ts';
import type { Act, Invocation, Platform } from '../../src/chat/invocation.ts';
import type { Block, FormField, Reply } from '../../src/chat/view.ts';
import { openLog } from '../../src/log.ts';
import { failureOf } from '../../src/store/errors.ts';
import type { Forgetting } from '../../src/store/forgetting.ts';
import { textOfView } from './view-text.ts';

export interface ActingOptions<S> {
  readonly capabilities: readonly Capability<S, Knows>[];
  readonly services: S;
  readonly ledger: {
    once(event: string, work: () => Promise<Reply>): Promise<{ readonly outcome: Reply | null; readonly isRepeat: boolean }>;
    recall(event: string): Promise<Reply | null>;
  };
  readonly forgetting: Forgetting;
  accessOf(invocation: Invocation, leavesTrace: boolean): Promise<Knows>;
}

export interface ActingPerson {
  run(verb: string): Promise<string>;
  /** Presses the button with this label on what they read last. */
  press(label: string): Promise<string>;
  /** Chooses from the menu on what they read last, by label. */
  choose(placeholder: string, label: string): Promise<string>;
  /** Fills in the form in front of them by labels, choices by label too; what is not named stays. */
  fill(values: Readonly<Record<string, string | readonly string[]>>): Promise<string>;
  forge(callback: string, values?: readonly string[]): Promise<string>;
  /** What stands in the fields of the form in front of them, by label. */
  fields(): Readonly<Record<string, readonly string[]>>;
  /** What can be chosen in a field of it. */
  choices(label: string): readonly string[];
}

/** People who act through the real dispatcher without any platform; each answer is all the words that they read. */
export function openActing<S>(options: ActingOptions<S>) {
  let events = 0;
  const handle = openDispatcher<S, Knows>({
    ...options,
    sentences,
    drafts: openDrafts(options.forgetting, 86_400_000),
    once: options.ledger.once,
    recall: options.ledger.recall,
    ask: async () => ({ kind: 'unanswered' }),
    addenda: async () => [],
    changed: () => undefined,
    storeFailure: failureOf,
    newId: () => 'incident',
    log: openLog('silent'),
  });

  return (id: string, place: { platform: Platform; space: string | null }, roles: readonly string[] = []): ActingPerson => {
    let last: Reply | null = null;

    async function does(act: Act): Promise<string> {
      events += 1;
      const person = { id, names: [], roles, isSpaceAdmin: false };
      for await (const reply of handle({ ...place, eventId: `acting-${events}`, person, locale: null, act })) last = reply;
      // A button that no platform could show would hide all that stands around it.
      for (const block of blocks()) for (const callback of callbacksOf(block)) formatCallback(callback);
      return last === null ? '' : textOfReply(last);
    }

    const forge = (callback: string, values: readonly string[] = []) => does({ kind: 'press', callback, values });
    const blocks = (): readonly Block[] => (last?.kind === 'view' ? last.blocks : []);
    const form = () => {
      const open = last?.kind === 'form' ? last : last?.kind === 'form-faults' ? last.form : null;
      if (!open) throw new Error('no form is open');
      return open;
    };

    return {
      run: (verb) => does({ kind: 'command', verb, options: {} }),
      forge,
      async press(label) {
        const shown = blocks().flatMap((block) => (block.kind === 'buttons' ? block.buttons : []));
        const found = shown.find((button) => button.label === label);
        if (found?.press.kind !== 'callback') throw new Error(`no button ${label}`);
        return forge(formatCallback(found.press.callback));
      },
      async choose(placeholder, label) {
        const found = blocks().find((block) => block.kind === 'menu' && block.placeholder === placeholder);
        const choice = found?.kind === 'menu' ? found.choices.find((one) => one.label === label) : undefined;
        if (found?.kind !== 'menu' || !choice) throw new Error(`no choice ${label}`);
        return forge(formatCallback(found.callback), [choice.value]);
      },
      async fill(values) {
        const { callback, fields } = form();
        const raw = fields.map((field) => {
          const given = values[field.label];
          return [field.name, given === undefined ? standing(field) : typed(field, [given].flat())] as const;
        });
        return does({ kind: 'submit', callback: formatCallback(callback), fields: Object.fromEntries(raw) });
      },
      fields: () => Object.fromEntries(form().fields.map((field) => [field.label, standing(field)])),
      choices(label) {
        const field = form().fields.find((one) => one.label === label);
        return field?.kind === 'choice' ? field.choices.map((choice) => choice.label) : [];
      },
    };
  };
}

function callbacksOf(block: Block): readonly Callback[] {
  if (block.kind === 'menu') return [block.callback];
  if (block.kind !== 'buttons') return [];
  return block.buttons.flatMap(({ press }) => (press.kind === 'callback' ? [press.callback] : []));
}

const standing = ({ value }: FormField): readonly string[] =>
  value === null || value === '' ? [] : typeof value === 'object' ? value : [String(value)];

const typed = (field: FormField, given: readonly string[]): readonly string[] =>
  field.kind === 'choice' ? given.map((label) => field.choices.find((one) => one.label === label)?.value ?? label) : given;

function textOfReply(reply: Reply): string {
  if (reply.kind === 'view') return textOfView(reply);
  if (reply.kind === 'form') return [reply.title, ...reply.fields.map(({ label }) => `${label}:`)].join('\n');
  return reply.faults.map(({ label, sentence }) => `${label}: ${sentence}`).join('\n');
}
