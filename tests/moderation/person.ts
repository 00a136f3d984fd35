import type { Knows, Services } from '../../commands/context.ts';
import { sentences } from '../../commands/index.ts';
import { formatCallback } from '../../src/chat/callback.ts';
import type { Who } from '../../src/chat/command.ts';
import { openDispatcher } from '../../src/chat/dispatcher.ts';
import { openDrafts } from '../../src/chat/drafts.ts';
import type { Act, Invocation } from '../../src/chat/invocation.ts';
import type { Reply } from '../../src/chat/view.ts';
import { openLog } from '../../src/log.ts';
import { failureOf } from '../../src/store/errors.ts';
import { textOfView } from '../support/view-text.ts';
import { type ModerationHouse, PLACE } from './house.ts';

const textOfReply = (reply: Reply): string => {
  if (reply.kind === 'view') return textOfView(reply);
  if (reply.kind === 'form') return [reply.title, ...reply.fields.map(({ label }) => `${label}:`)].join('\n');
  return reply.faults.map(({ label, sentence }) => `${label}: ${sentence}`).join('\n');
};

/** People who act through the real dispatcher, and what each of them reads last. */
export function openPeople(house: ModerationHouse) {
  const handle = openDispatcher<Services, Knows>({
    capabilities: house.commands,
    services: house.services,
    sentences,
    drafts: openDrafts(house.forgetting, 86_400_000),
    async accessOf({ person, space }): Promise<Knows> {
      const place = { platform: PLACE.platform, space: space ?? '' };
      const { cohort, isHome, isModerator, isLead } = await house.cohorts.standing(place, person.roles);
      return {
        standing: new Set<Who>(isModerator ? ['everyone', 'moderators'] : ['everyone']),
        place,
        cohort,
        isHome,
        member: null,
        isLead,
      };
    },
    once: (event, work) => house.ledger.once(event, work),
    recall: (event) => house.ledger.recall(event),
    ask: async () => ({ kind: 'unanswered' }),
    addenda: async () => [],
    changed: () => undefined,
    storeFailure: failureOf,
    newId: house.newId,
    log: openLog('silent'),
  });

  return (id: string, roles: readonly string[] = ['moderators'], space: string = PLACE.space) => {
    let last: Reply | null = null;

    async function does(act: Act): Promise<string> {
      const invocation: Invocation = {
        platform: PLACE.platform,
        eventId: house.newId(),
        space,
        person: { id, names: [], roles, isSpaceAdmin: false },
        locale: null,
        act,
      };
      for await (const reply of handle(invocation)) last = reply;
      return last === null ? '' : textOfReply(last);
    }

    const forge = (callback: string, values: readonly string[] = []) => does({ kind: 'press', callback, values });
    return {
      run: (verb: string) => does({ kind: 'command', verb, options: {} }),
      forge,
      /** Presses the button with this label on what they read last. */
      async press(label: string): Promise<string> {
        const shown =
          last?.kind === 'view' ? last.blocks.flatMap((block) => (block.kind === 'buttons' ? block.buttons : [])) : [];
        const found = shown.find((button) => button.label === label);
        if (found?.press.kind !== 'callback') throw new Error(`no button ${label}`);
        return forge(formatCallback(found.press.callback));
      },
      /** Fills in the form in front of them, by field name. */
      async fill(fields: Readonly<Record<string, string | readonly string[]>>): Promise<string> {
        const form = last?.kind === 'form' ? last : last?.kind === 'form-faults' ? last.form : null;
        if (!form) throw new Error('no form is open');
        const given = Object.entries(fields).map(([name, value]) => [name, typeof value === 'string' ? [value] : value] as const);
        return does({ kind: 'submit', callback: formatCallback(form.callback), fields: Object.fromEntries(given) });
      },
    };
  };
}
