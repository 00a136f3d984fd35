import { formatCallback, parseCallback } from './callback.ts';
import type { Access, Capability, CommandDescription, Completion, Due, Typist } from './command.ts';
import type { View } from './view.ts';

const english = (en: string) => ({ en, others: {} });

/** What platforms register, in the order of the list. */
export const catalogueOf = <S, A extends Access>(capabilities: readonly Capability<S, A>[]): readonly CommandDescription[] =>
  capabilities.flatMap(({ verbs }) =>
    verbs.map(({ verb, summary, who, options = [] }) => ({
      verb,
      summary: english(summary),
      who,
      options: options.map((option) => ({
        name: option.name,
        summary: english(option.summary),
        completion: option.completion ? formatCallback(option.completion) : null,
      })),
    })),
  );

/** Completions by source; none for a source that nobody listed. */
export const openCompletions =
  <S, A extends Access>(capabilities: readonly Capability<S, A>[], services: S) =>
  async (source: string, typed: string, typist: Typist | null): Promise<readonly Completion[]> => {
    const callback = parseCallback(source);
    const completions = capabilities.find(({ name }) => name === callback?.capability)?.completions ?? {};
    if (!callback || !Object.hasOwn(completions, callback.action)) return [];
    return (await completions[callback.action]?.(typed.slice(0, 100), services, typist)) ?? [];
  };

/** What a delivery of this kind (`capability:message`) says now; null when nobody says anything any more. */
export const openMessages =
  <S, A extends Access>(capabilities: readonly Capability<S, A>[], services: S) =>
  async (kind: string, due: Due): Promise<View | null> => {
    const [capability, message = ''] = kind.split(':');
    const messages = capabilities.find(({ name }) => name === capability)?.messages ?? {};
    return Object.hasOwn(messages, message) ? ((await messages[message]?.(due, services)) ?? null) : null;
  };
