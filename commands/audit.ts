import { formatLocal } from '../src/calendar/zone.ts';
import { button, buttons, note, to, view } from '../src/chat/build.ts';
import type { View } from '../src/chat/view.ts';
import { person, plain, strong, verb, type Words, words } from '../src/chat/words.ts';
import type { AuditEntry, Verdict } from '../src/moderation/audit-chain.ts';
import type { Cause } from '../src/moderation/reveal-rules.ts';
import { type Acting, cohortHere, command, type Part, type Services } from './context.ts';
import { platformNames } from './who-sees-what.ts';

const PAGE = 8;
const SYSTEM = 'bombus';

const grounds: Readonly<Record<string, string>> = {
  'risk-to-life': 'a risk to life',
  safeguarding: 'safeguarding',
  'legal-order': 'a legal order',
};

/** One cause for what must not be told apart: a seal that has ended, and somebody who is involved. */
const causes: Readonly<Record<Cause, string>> = {
  unknown: 'there is nothing of that kind',
  'not-home': 'it was not done where the cohort was set up',
  'not-on-roster': 'somebody was not on the reveal roster',
  'over-already': 'it was over already',
  'too-late': 'its hour was over',
  'same-person': 'it takes two people',
  'no-lead': 'it takes a safeguarding lead',
  'no-grounds': 'no grounds were given',
  'not-to-be-opened': 'nothing could be opened for them',
};

const lengths: Readonly<Record<string, string>> = { hour: 'an hour', day: 'a day', week: 'a week' };

type Deed = (details: AuditEntry['details'], it: string) => string;

const named = (labels: Readonly<Record<string, string>>, code: string | number | undefined, otherwise: string): string =>
  Object.hasOwn(labels, String(code)) ? (labels[String(code)] ?? otherwise) : otherwise;

/** After the name of whoever did it. `it` is short for what it was done to. */
const deeds: Readonly<Record<string, Deed>> = {
  'queue:approve': (_, it) => `approved ${it}`,
  'queue:approve-with-warning': (_, it) => `approved ${it} with a content warning`,
  'queue:ask-change': (_, it) => `asked the author of ${it} for a change`,
  'queue:decline': (_, it) => `declined ${it}`,
  'queue:hide': (_, it) => `hid ${it}`,
  'queue:keep': (_, it) => `kept ${it}`,
  'queue:settled': (_, it) => `closed ${it}`,
  'queue:undo': (_, it) => `took back the decision about ${it}`,
  mute: ({ length }, it) => `muted the author of ${it} for ${named(lengths, length, 'a while')}`,
  unmute: (_, it) => `took back the mute for ${it}`,
  'cohort:link-code': () => 'made a code to link another place',
  'cohort:linked': ({ platform }) => `linked a place on ${named(platformNames, platform, 'another platform')}`,
  'cohort:unlinked': ({ platform }) => `took a place on ${named(platformNames, platform, 'another platform')} out of the cohort`,
  'moderation:settings': () => 'changed the moderation settings',
  'questions:topics': () => 'changed the topics of questions',
  'questions:caps': ({ newAWeek, openAtOnce }) =>
    `changed how much a mentor is asked: ${newAWeek ?? 'some'} a week, ${openAtOnce ?? 'some'} at a time`,
  'question:assign': (_, it) => `asked somebody to take the question ${it}`,
  'library:edit': (_, it) => `edited the library’s entry ${it}`,
  'library:publish': (_, it) => `published the entry ${it} in the library`,
  'library:decline': (_, it) => `declined the entry ${it} for the library`,
  'library:retire': (_, it) => `took the entry ${it} out of the library`,
  'library:merge': (_, it) => `merged the library’s entry ${it} into another`,
  'library:confirm': (_, it) => `confirmed that the library’s entry ${it} is true`,
  'library:post': (_, it) => `posted the library’s entry ${it} in its channel`,
  'reveal:asked': (details, it) =>
    `asked for a reveal of ${it}, on the grounds of ${named(grounds, details.grounds, 'something')}${details.deferred ? '; its author is told later' : ''}`,
  'reveal:agreed': (_, it) => `agreed to a reveal of ${it}`,
  'reveal:shown': (_, it) => `was shown the author of ${it}`,
  'reveal:lapsed': (_, it) => `ended a reveal of ${it}: its hour was over`,
  'reveal:refused': ({ cause }, it) => `was refused a reveal of ${it}: ${named(causes, cause, 'it was not possible')}`,
};

/** At home by name; who acted elsewhere, or is looked at from elsewhere, by their id alone. */
function actorInWords(actor: string, isHome: boolean): Words {
  if (actor === SYSTEM) return plain('Bombus');
  const [platform = '', id] = actor.split(':');
  if (id !== undefined) return plain(`Somebody on ${named(platformNames, platform, 'another platform')} (${id})`);
  return isHome ? [person(actor)] : plain(`Somebody where the cohort was set up (${actor})`);
}

function lineOf({ number, at, actor, action, subject, details }: AuditEntry, zone: string, isHome: boolean): Words {
  const it = subject === '' ? 'something' : `#${subject.slice(0, 6)}`;
  const deed = Object.hasOwn(deeds, action) ? deeds[action] : undefined;
  return words`${strong(String(number))} · ${plain(formatLocal(at, zone, 'date-time'))} · ${actorInWords(actor, isHome)} ${plain(deed ? deed(details, it) : `did something about ${it}`)}`;
}

function markOf(verdict: Verdict): Words {
  if (!verdict.isWhole)
    return words`${strong('✗ This log was tampered with.')} From entry ${verdict.number} on it is not as Bombus wrote it. Tell whoever runs Bombus here, and keep a copy of this.`;
  return verdict.head
    ? plain('✓ Whole: nothing was changed, removed or added since it was written.')
    : plain('Nothing has been done yet.');
}

const isNumber = (id: string): boolean => /^[1-9]\d{0,8}$/.test(id);

/** Newest first. The whole log is read again wherever it begins. */
async function panel(context: Acting, services: Services, before: number | null): Promise<View> {
  const { cohort } = cohortHere(context);
  const { audit } = services;
  const verdict = before === null ? await audit.verify(cohort.id) : null;
  const found = await audit.page(cohort.id, before, PAGE + 1);
  const shown = found.slice(0, PAGE);
  const oldest = shown.at(-1);
  return view(
    `Audit log · ${cohort.name}`,
    verdict && markOf(verdict),
    ...shown.map((entry) => lineOf(entry, cohort.zone, context.access.isHome)),
    before === null || shown.length > 0 ? null : plain('Nothing older is kept.'),
    verdict?.isWhole && verdict.head ? note(plain(`Its end now: ${verdict.head.seal}`)) : null,
    note('It says which moderator did what, never what anybody wrote or who wrote it. Entries are kept for 24 months.'),
    buttons(
      oldest && found.length > PAGE ? button('Older', to('audit', 'page', String(oldest.number))) : null,
      before === null ? button('Look again', to('audit', 'newest')) : button('Newest', to('audit', 'newest')),
    ),
  );
}

const looking: Part = {
  verbs: [
    {
      verb: 'cohort audit',
      summary: 'Who did what as a moderator, and whether the log is whole',
      who: 'moderators',
      run: (context, _, services) => panel(context, services, null),
    },
  ],
  presses: {
    newest: { who: 'moderators', run: (context, _, services) => panel(context, services, null) },
    page: { who: 'moderators', run: (context, { id }, services) => panel(context, services, isNumber(id) ? Number(id) : null) },
  },
};

const messages: Part = {
  messages: {
    async head({ subject }, services) {
      const head = await services.audit.published(subject);
      if (!head) return null;
      return view(
        'The audit log, so that nobody can change it unseen',
        plain(
          'What moderators do is written into a log that holds no words of anybody. Each month its end is posted here, so that nothing before it can be changed, removed or added without somebody noticing.',
        ),
        words`Its end is now: ${strong(head.seal)}`,
        note(
          words`Moderators read the log with ${verb('cohort audit')}. Whoever runs Bombus can check this end with “npm run audit:verify”.`,
        ),
      );
    },
  },
};

export const audit = command('audit', looking, messages);
