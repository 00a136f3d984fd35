import { formatLocal } from '../src/calendar/zone.ts';
import { button, buttons, fleeting, heading, note, to, view } from '../src/chat/build.ts';
import { text } from '../src/chat/form.ts';
import type { Block } from '../src/chat/view.ts';
import { plain, strong, type Words, words } from '../src/chat/words.ts';
import type { Cohort } from '../src/cohorts/rules.ts';
import type { Member } from '../src/members/rules.ts';
import { form, memberHere, type Part, type Services, theirs } from './context.ts';
import { platformNames } from './who-sees-what.ts';

const say = {
  what: 'If you have joined this cohort in two of its places, you can say that both are you. Then you count once, are heard once, and no question of yours comes back to you. Nobody else sees it, and Bombus keeps that the two belong together until you take it back.',
  how: 'In your other panel press “Enter a code” and type this.',
} as const;

/** In one's own panel, for whoever may have two memberships in this cohort: it lives in several places. */
export async function accountLines(
  member: Member,
  cohort: Cohort,
  { cohorts, members }: Services,
): Promise<readonly (Block | Words)[]> {
  const others = (await members.accounts.of(member)).filter(({ id }) => id !== member.id);
  if (others.length === 0 && (await cohorts.spacesOf(cohort.id)).length < 2) return [];
  const names = others.map(({ platform }) => platformNames[platform]).join(', ');
  const mine = theirs(member);
  return [
    heading('My other account'),
    plain(others.length === 0 ? 'This membership counts by itself.' : `Linked with another membership of yours: ${names}.`),
    buttons(
      button(others.length === 0 ? 'I am here twice …' : 'Link one more …', mine('home', 'accounts')),
      others.length === 0 ? null : button('Take the link back', mine('home', 'accounts-part')),
    ),
  ];
}

export const ownAccounts: Part = {
  presses: {
    accounts: {
      who: 'members',
      async run(context) {
        const mine = theirs(memberHere(context).member);
        return view(
          'Two memberships, one person',
          plain(say.what),
          buttons(
            button('Make a code', mine('home', 'accounts-code'), 'primary'),
            button('Enter a code', mine('home', 'accounts-enter')),
            button('Home', mine('home', 'open')),
          ),
        );
      },
    },
    'accounts-code': {
      who: 'members',
      async run(context, _, { members }) {
        const { member, cohort } = memberHere(context);
        const { code, until } = await members.accounts.makeCode(member);
        return fleeting(
          view(
            'Your code',
            words`${strong(code)}`,
            plain(`${say.how} It works once, before ${formatLocal(until, member.ownTime?.zone ?? cohort.zone, 'time')}.`),
            note('Give it to nobody: whoever enters it counts as you. You see it only now.'),
            buttons(button('Home', theirs(member)('home', 'open'))),
          ),
        );
      },
    },
    'accounts-part': {
      who: 'members',
      async run(context, _, { members }) {
        const { member } = memberHere(context);
        await members.accounts.separate(member);
        return view(
          'Taken back',
          plain('This membership counts by itself again, and nothing says any more that the two belong together.'),
          buttons(button('Home', theirs(member)('home', 'open'))),
        );
      },
    },
  },
  forms: {
    'accounts-enter': form({
      who: 'members',
      title: 'My other account',
      submit: 'Link',
      fields: { code: text({ label: 'Code', hint: 'From the panel of your other membership.', max: 40 }) },
      async onSubmit(context, { values }, { members }) {
        const { member } = memberHere(context);
        const { platform, eventId } = context.invocation;
        await members.accounts.enter(member, values.code, `${platform}/${eventId}`);
        return view(
          'Linked',
          plain('Both memberships are you from now on. You can take it back at any time, in either panel.'),
          buttons(button('Home', to('home', 'open', member.id), 'primary')),
        );
      },
    }),
  },
};
