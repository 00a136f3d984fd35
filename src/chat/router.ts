import { type Callback, parseCallback } from './callback.ts';
import type { Access, Answered, Capability, FormDefinition, Press, Verb } from './command.ts';
import type { Act } from './invocation.ts';

/** What an act asks for, found among the listed capabilities. */
export type Found<S, A extends Access> = Asked<S, A> & { readonly leavesTrace: boolean };

type Asked<S, A extends Access> =
  | { readonly kind: 'verb'; readonly verb: Verb<S, A>; readonly options: Readonly<Record<string, string>> }
  | { readonly kind: 'press'; readonly press: Press<S, A>; readonly id: string; readonly values: readonly string[] }
  | { readonly kind: 'open'; readonly form: FormDefinition<S, A>; readonly callback: Callback }
  | {
      readonly kind: 'submit';
      readonly form: FormDefinition<S, A>;
      readonly callback: Callback;
      readonly raw: Readonly<Record<string, readonly string[]>>;
    }
  | { readonly kind: 'answer'; readonly answered: Answered<S, A>; readonly act: Extract<Act, { kind: 'answer' }> };

/** Gives null for verbs and callbacks that nobody listed: forged, misspelt, or of an older version. */
export function openRouter<S, A extends Access>(capabilities: readonly Capability<S, A>[]): (act: Act) => Found<S, A> | null {
  const byName = new Map(capabilities.map((capability) => [capability.name, capability]));
  const verbs = new Map(
    capabilities.flatMap(({ leavesTrace, verbs }) => verbs.map((verb) => [verb.verb, { verb, leavesTrace }] as const)),
  );

  return (act) => {
    switch (act.kind) {
      case 'command': {
        const found = verbs.get(act.verb);
        return found ? { kind: 'verb', ...found, options: act.options } : null;
      }
      case 'press': {
        const callback = parseCallback(act.callback);
        const capability = callback && byName.get(callback.capability);
        if (!capability) return null;
        const { leavesTrace } = capability;
        const press = own(capability.presses, callback.action);
        if (press) return { kind: 'press', leavesTrace, press, id: callback.id, values: act.values };
        const form = own(capability.forms, callback.action);
        return form ? { kind: 'open', leavesTrace, form, callback } : null;
      }
      case 'submit': {
        const callback = parseCallback(act.callback);
        const capability = callback && byName.get(callback.capability);
        const form = capability && own(capability.forms, callback.action);
        return form ? { kind: 'submit', leavesTrace: capability.leavesTrace, form, callback, raw: act.fields } : null;
      }
      case 'answer': {
        const capability = byName.get(act.callback.capability);
        const answered = capability && own(capability.answers, act.callback.action);
        return answered ? { kind: 'answer', leavesTrace: capability.leavesTrace, answered, act } : null;
      }
      default:
        return act satisfies never;
    }
  };
}

export function whoOf<S, A extends Access>(found: Found<S, A>): 'everyone' | 'members' | 'moderators' | 'admins' {
  switch (found.kind) {
    case 'verb':
      return found.verb.who;
    case 'press':
      return found.press.who;
    case 'open':
    case 'submit':
      return found.form.who;
    case 'answer':
      return 'everyone';
    default:
      return found satisfies never;
  }
}

/** Only what was listed: never something inherited, whatever a forger names. */
const own = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;
