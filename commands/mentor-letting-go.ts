import { button, buttons, choice, note, view } from '../src/chat/build.ts';
import { oneOf } from '../src/chat/form.ts';
import { plain } from '../src/chat/words.ts';
import { REPORT_REASONS } from '../src/safe-space/rules.ts';
import { form, memberHere, type Part, theirs } from './context.ts';
import { panel } from './mentor-panel.ts';
import { conversation } from './mentor-thread.ts';
import * as say from './mentor-words.ts';
import { reportWords } from './post-words.ts';

const report = form({
  who: 'members',
  title: 'Report this question',
  submit: 'Report',
  intro: plain('Moderators look at it. They do not learn who asks, and the asker does not learn who reported.'),
  fields: {
    reason: oneOf({ label: 'What is wrong?', choices: REPORT_REASONS.map((reason) => choice(reason, reportWords[reason])) }),
  },
  async onSubmit(context, { id, values }, services) {
    const { member } = memberHere(context);
    const reason = REPORT_REASONS.find((one) => one === values.reason) ?? 'other';
    const question = say.subjectOf(id);
    await services.questions.mentoring.report(member, question, null, reason);
    const isWithThem = (await services.questions.mentoring.holdings(member)).some(
      (one) => one.id === question && (one.state === 'held' || one.state === 'talking'),
    );
    return view(
      'Reported',
      plain('Thank you for saying so. Moderators look at it within their hours.'),
      reason === 'harm'
        ? note('If somebody may be in danger now, “support” shows whom to call. You need not carry this alone.')
        : null,
      buttons(
        button('Support', theirs(member)('support', 'card'), reason === 'harm' ? 'primary' : 'plain'),
        isWithThem ? button('Hand it on', say.own(member, 'hand-on', question)) : null,
        button('Back', say.own(member, 'open')),
      ),
    );
  },
});

const keeping = (agrees: boolean): NonNullable<Part['presses']>[string] => ({
  who: 'members',
  async run(context, { id }, services) {
    const question = say.subjectOf(id);
    await services.questions.mentoring.mayKeep(memberHere(context).member, question, agrees);
    return conversation(context, question, services, agrees ? 'Thank you' : 'Kept out of the library');
  },
});

/** The ways out of a conversation, and what may become of it. */
export const lettingGo: Part = {
  presses: {
    'hand-on': {
      who: 'members',
      async run(context, { id }, services) {
        await services.questions.mentoring.handOn(memberHere(context).member, say.subjectOf(id));
        return panel(
          context,
          services,
          'Handed on',
          plain('Somebody else is asked now. It is kinder to hand it on than to let it lie.'),
        );
      },
    },
    block: {
      who: 'members',
      async run(context, { id }) {
        const { member } = memberHere(context);
        const question = say.subjectOf(id);
        return view(
          'Block whoever asks this?',
          plain(
            'For a year you are not brought together again, and if this question is with you it goes to somebody else. They are not told. Where the cohort keeps no seals, nobody can tell later who asks: there it holds for this question alone.',
          ),
          buttons(
            button('Block', say.own(member, 'block-now', question), 'danger'),
            button('Back', say.own(member, 'read', question)),
          ),
        );
      },
    },
    'block-now': {
      who: 'members',
      async run(context, { id }, services) {
        await services.questions.mentoring.block(memberHere(context).member, say.subjectOf(id));
        return panel(context, services, 'Done', plain('You are not brought together again. You can undo it under “Blocked”.'));
      },
    },
    keep: keeping(true),
    'keep-not': keeping(false),
  },
  forms: { report },
};
