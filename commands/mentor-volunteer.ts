import { button, buttons, view } from '../src/chat/build.ts';
import { oneOf, optional, someOf, text } from '../src/chat/form.ts';
import type { View } from '../src/chat/view.ts';
import { plain } from '../src/chat/words.ts';
import { UserError } from '../src/errors.ts';
import { yearsBelow } from '../src/mentors/rules.ts';
import { type Acting, form, memberHere, type Part } from './context.ts';
import { nameField, points, tagUse, topicsField, weekField, yearsField } from './mentor-invitation.ts';
import { panel } from './mentor-panel.ts';
import * as say from './mentor-words.ts';

const volunteerFields = (topics: ReturnType<typeof say.topicChoices>, years: readonly number[], most: number) => ({
  topics: someOf({ ...topicsField, choices: topics, max: Math.max(topics.length, 1) }),
  years: someOf({ ...yearsField, choices: say.yearChoicesOf(years), max: Math.max(years.length, 1) }),
  week: oneOf({ ...weekField, choices: say.countChoices(most, say.aWeek) }),
  name: optional(text(nameField)),
  tags: oneOf(tagUse),
});

const volunteer = form({
  who: 'members',
  title: 'Answer the years below',
  submit: 'I am in',
  fields: volunteerFields([], [], 1),
  async fieldsFor(context, _, { topics, mentors }) {
    const { member, cohort } = memberHere(context);
    const { newAWeek } = await mentors.caps.of(cohort.id);
    return volunteerFields(say.topicChoices(await topics.of(cohort.id)), yearsBelow(member.year), newAWeek);
  },
  async initial(context, _, { mentors }) {
    const { member, cohort } = memberHere(context);
    const { newAWeek } = await mentors.caps.of(cohort.id);
    return { years: yearsBelow(member.year).map(String), week: [String(Math.min(2, newAWeek))], tags: ['no'] };
  },
  async onSubmit(context, { values }, services) {
    const { member, cohort } = memberHere(context);
    if (cohort.state === 'draft') throw new UserError('cohort-not-open');
    await services.mentors.volunteer(member, {
      topics: values.topics,
      years: values.years.map(Number),
      newAWeek: Number(values.week),
      shownName: values.name,
      usesTags: values.tags === 'yes',
    });
    return panel(context, services, 'You are in. Thank you', plain('You can change all of this here, at any time.'));
  },
});

const toPanel = (context: Acting) => button('Back', say.own(memberHere(context).member, 'open'));

/** The ten points again, to be confirmed once a year. */
function read(context: Acting): View {
  const { member } = memberHere(context);
  return view(
    'The ten points',
    ...points,
    buttons(button('I have read them', say.own(member, 'oriented'), 'primary'), toPanel(context)),
  );
}

export const volunteering: Part = {
  presses: {
    points: { who: 'members', run: async (context) => read(context) },
    oriented: {
      who: 'members',
      async run(context, _, services) {
        await services.mentors.orient(memberHere(context).member.id);
        return panel(context, services);
      },
    },
  },
  forms: { volunteer },
};
