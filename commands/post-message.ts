import { button, buttons, note, spokenBy, to, view } from '../src/chat/build.ts';
import type { Due } from '../src/chat/command.ts';
import type { View } from '../src/chat/view.ts';
import { plain, strong, words } from '../src/chat/words.ts';
import { isOpener, type Post, SAME_BANDS } from '../src/safe-space/rules.ts';
import type { Part, Services } from './context.ts';
import { supportWords } from './support-kinds.ts';

/** A message of the safe space as everybody sees it. */
function shown(post: Post, services: Services): View {
  if (post.state === 'withdrawn') return view(null, note('Withdrawn by the person who wrote it.'));
  if (post.state === 'hidden') return view(null, note('Hidden while a moderator has a look.'));
  const text = post.words ?? '';
  const body = post.warning
    ? [words`${strong('Content warning:')} ${post.warning}`, buttons(button('Read it', to('post', 'read', post.id)))]
    : [{ kind: 'said' as const, text }].map((span) => [span]);
  const said = view(
    null,
    ...body,
    post.support && post.support !== 'not-sure' ? note(words`Would like: ${strong(supportWords[post.support])}`) : null,
    sameLine(post),
    isOpener(post) ? openerButtons(post) : buttons(button('Report', to('post', 'report', post.id))),
  );
  const mark = post.isAuthor && !isOpener(post) ? 'author of this thread' : null;
  const avatar = post.member === null ? services.safeSpace.avatarOf(post.speaker) : null;
  return spokenBy(said, { name: post.speaker, mark, avatar });
}

function sameLine({ sameBand }: Post) {
  const least = SAME_BANDS[sameBand - 1];
  return least === undefined ? null : note(`${least} or more feel the same.`);
}

/** The kind of support decides how a reply begins (domain §2). */
function openerButtons({ id, support, closedAt }: Post) {
  if (closedAt !== null) return note('Its author has closed this thread.');
  const reply = support === 'be-heard' ? 'reply-listening' : 'reply';
  return buttons(
    button('Reply without my name', to('post', reply, id), 'primary'),
    button('Reply as me', to('post', 'reply-named', id)),
    button('Same here', to('post', 'same', id)),
    button('Report', to('post', 'report', id)),
  );
}

export const postMessages: Part = {
  messages: {
    async shown({ subject }: Due, services) {
      const post = await services.safeSpace.find(subject);
      return post && shown(post, services);
    },
    /** The same line to all who chose it, whether or not there is something for them. */
    async daily({ cohort: id, member }: Due, { cohorts }) {
      const cohort = await cohorts.find(id);
      if (cohort?.state !== 'open') return null;
      return view(
        'Your daily line',
        words`If anything came for you in ${cohort.name}, it is in your home panel. This line comes every day, whether or not there is something.`,
        buttons(
          button('Home', to('home', 'open', member ?? ''), 'primary'),
          button('No daily line', to('post', 'no-daily-line', member ?? '')),
        ),
      );
    },
  },
  presses: {
    read: {
      who: 'members',
      async run({ access }, { id }, { safeSpace }) {
        const post = access.cohort && (await safeSpace.around.shown(id, access.cohort));
        return post?.state === 'shown'
          ? view(post.speaker, post.warning ? note(words`Content warning: ${post.warning}`) : null, [
              { kind: 'said', text: post.words ?? '' },
            ])
          : view('Not to be seen just now', plain('A moderator is having a look at it, or it was withdrawn.'));
      },
    },
  },
};
