import { UserError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Callback } from './callback.ts';
import { formatCallback } from './callback.ts';
import type { Access, Capability, Context, FormDefinition, Who } from './command.ts';
import type { FaultCode, Fields } from './form.ts';
import { openForm } from './form.ts';
import { readForm } from './form-reading.ts';
import type { Invocation } from './invocation.ts';
import { type Found, openRouter, whoOf } from './router.ts';
import type { Block, Form, FormFaults, PlatformAnswer, PlatformRequest, Reply, View } from './view.ts';

/** The sentences that the dispatcher needs; they stand in `commands/`. */
export interface Sentences<A extends Access> {
  refused(who: Who, context: Context<A>): View;
  unknown(): View;
  mistake(error: UserError): View;
  /** One sentence for a field. */
  fault(code: FaultCode | string, parameters: Readonly<Record<string, string | number>>): string;
  faults(list: FormFaults['faults'], again: Callback): View;
  /** The store could not keep it: nothing was changed. `again` leads back to what was typed. */
  notKept(failure: string, again: Callback | null): View;
  failed(incident: string, again: Callback | null): View;
  doneAlready(): View;
}

/** Half-filled forms, kept for a short while so that nothing typed is lost. */
export interface Drafts {
  keep(person: string, form: string, raw: Readonly<Record<string, readonly string[]>>): Promise<void>;
  find(person: string, form: string): Promise<Readonly<Record<string, readonly string[]>> | null>;
  drop(person: string, form: string): Promise<void>;
}

export interface DispatcherOptions<S, A extends Access> {
  readonly capabilities: readonly Capability<S, A>[];
  readonly services: S;
  readonly sentences: Sentences<A>;
  readonly drafts: Drafts;
  /** `leavesTrace`: whether it may be noted that this person was here. */
  accessOf(invocation: Invocation, leavesTrace: boolean): Promise<A>;
  /** Runs the work once for this event, in one transaction; a repeat gives the stored outcome. */
  once(event: string, work: () => Promise<Reply>): Promise<{ readonly outcome: Reply | null; readonly isRepeat: boolean }>;
  /** What this event gave when it was handled, or null. */
  recall(event: string): Promise<Reply | null>;
  /** Does what a view asks of the platform. */
  ask(invocation: Invocation, request: PlatformRequest): Promise<PlatformAnswer>;
  /** Lines owed to this person, put under the next view that they see: `shown`. */
  addenda(access: A, shown: View): Promise<readonly Block[]>;
  /** Called after each event that may have changed something, so that what is owed goes out at once. */
  changed(): void;
  /** The store's failure behind an error, or null where it is something else. */
  storeFailure(error: unknown): string | null;
  newId(): string;
  readonly log: Log;
}

/** Authorises, makes idempotent, turns failures into views. Replies come in order; each later one replaces the one before. */
export function openDispatcher<S, A extends Access>(
  options: DispatcherOptions<S, A>,
): (invocation: Invocation) => AsyncIterable<Reply> {
  const { sentences, drafts, services, log } = options;
  const find = openRouter(options.capabilities);

  async function* handle(invocation: Invocation): AsyncIterable<Reply> {
    let current = invocation;
    for (;;) {
      const reply = await answer(current);
      yield reply;
      if (reply.kind !== 'view' || reply.asks === null) return;
      const { request, next } = reply.asks;
      const platformAnswer = await options.ask(invocation, request).catch((error: unknown): PlatformAnswer => {
        log.warn({ err: error, request: request.kind }, 'the platform gave no answer');
        return { kind: 'unanswered' };
      });
      current = {
        ...current,
        eventId: `${current.eventId}/${next.action}`,
        act: { kind: 'answer', callback: next, answer: platformAnswer },
      };
    }
  }

  async function answer(invocation: Invocation): Promise<Reply> {
    const found = find(invocation.act);
    if (!found) return sentences.unknown();
    const again = found.kind === 'submit' ? found.callback : null;
    try {
      const access = await options.accessOf(invocation, found.leavesTrace);
      const context = { invocation, access };
      const who = whoOf(found);
      // A repeat of what took the standing away, such as leaving, is answered as the first was.
      if (!access.standing.has(who)) return (await options.recall(eventOf(invocation))) ?? sentences.refused(who, context);
      const reply = await run(found, context);
      return found.leavesTrace ? await withAddenda(reply, access) : reply;
    } catch (error) {
      if (found.kind === 'submit') await keepDraft(invocation, found);
      return failure(error, again);
    }
  }

  async function run(found: Found<S, A>, context: Context<A>): Promise<Reply> {
    switch (found.kind) {
      case 'open':
        return open(found, context);
      case 'submit':
        return submit(found, context);
      case 'verb':
        return once(context, () => found.verb.run(context, found.options, services));
      case 'press':
        return once(context, () => found.press.run(context, found, services));
      case 'answer':
        return once(context, () => found.answered(context, { id: found.act.callback.id, answer: found.act.answer }, services));
      default:
        return found satisfies never;
    }
  }

  async function open({ form, callback }: Extract<Found<S, A>, { kind: 'open' }>, context: Context<A>): Promise<Form> {
    const draft = await drafts.find(personOf(context.invocation), formatCallback(callback));
    const initial = form.initial ? await form.initial(context, { id: callback.id }, services) : {};
    return openForm({ ...form, fields: await fieldsOf(form, callback, context) }, callback, { ...initial, ...draft });
  }

  const fieldsOf = async (form: FormDefinition<S, A>, { id }: Callback, context: Context<A>): Promise<Fields> =>
    form.fieldsFor ? form.fieldsFor(context, { id }, services) : form.fields;

  async function submit(found: Extract<Found<S, A>, { kind: 'submit' }>, context: Context<A>): Promise<Reply> {
    const { form, callback, raw } = found;
    const shown = { ...form, fields: await fieldsOf(form, callback, context) };
    const read = readForm(shown.fields, raw);
    const faults = read.faults.map(({ field, label, fault, parameters }) => ({
      field,
      label,
      sentence: sentences.fault(fault, parameters),
    }));
    if (faults.length > 0) {
      await keepDraft(context.invocation, found);
      return formFaults(shown, found, faults);
    }
    try {
      const reply = await once(context, () => form.onSubmit(context, { id: callback.id, values: read.values }, services));
      await quietly(
        drafts.drop(personOf(context.invocation), formatCallback(callback)),
        'a half-filled form could not be dropped',
      );
      return reply;
    } catch (error) {
      if (!(error instanceof UserError) || error.field === null) throw error;
      await keepDraft(context.invocation, found);
      const label = form.fields[error.field]?.label ?? '';
      return formFaults(shown, found, [{ field: error.field, label, sentence: sentences.fault(error.code, error.parameters) }]);
    }
  }

  function formFaults(
    form: Pick<FormDefinition<S, A>, 'title' | 'submit' | 'intro' | 'fields'>,
    { callback, raw }: Extract<Found<S, A>, { kind: 'submit' }>,
    faults: FormFaults['faults'],
  ): FormFaults {
    return { kind: 'form-faults', form: openForm(form, callback, raw), faults, view: sentences.faults(faults, callback) };
  }

  async function once(context: Context<A>, work: () => Promise<Reply>): Promise<Reply> {
    const passing: { view: View | null } = { view: null };
    const { outcome, isRepeat } = await options.once(eventOf(context.invocation), async () => {
      const reply = await work();
      passing.view = reply.kind === 'view' && reply.fleeting ? reply : null;
      return passing.view ? sentences.doneAlready() : reply;
    });
    options.changed();
    return (isRepeat ? null : passing.view) ?? outcome ?? sentences.doneAlready();
  }

  async function keepDraft(invocation: Invocation, { callback, raw }: Extract<Found<S, A>, { kind: 'submit' }>): Promise<void> {
    await quietly(drafts.keep(personOf(invocation), formatCallback(callback), raw), 'a half-filled form could not be kept');
  }

  /** Under the view that stays: one that asks the platform is replaced at once. */
  async function withAddenda(reply: Reply, access: A): Promise<Reply> {
    if (reply.kind !== 'view' || reply.asks !== null) return reply;
    const addenda = await quietly(options.addenda(access, reply), 'what is owed to a person could not be shown');
    return addenda && addenda.length > 0 ? { ...reply, blocks: [...reply.blocks, { kind: 'divider' }, ...addenda] } : reply;
  }

  /** For what stands beside a change that is on disk, or is refused, already: its failure must not be told as that one's. */
  const quietly = <T>(work: Promise<T>, failed: string): Promise<T | null> =>
    work.catch((error: unknown) => {
      log.warn({ err: error }, failed);
      return null;
    });

  function failure(error: unknown, again: Callback | null): View {
    if (error instanceof UserError) return sentences.mistake(error);
    const incident = options.newId().slice(0, 8);
    log.error({ err: error, incident }, 'an event failed');
    const failed = options.storeFailure(error);
    return failed === null ? sentences.failed(incident, again) : sentences.notKept(failed, again);
  }

  return handle;
}

/** Whose draft it is: what was typed for one cohort is not offered to another. */
const personOf = ({ platform, space, person }: Invocation): string => `${platform}/${space ?? ''}/${person.id}`;

const eventOf = ({ platform, eventId }: Invocation): string => `${platform}/${eventId}`;
