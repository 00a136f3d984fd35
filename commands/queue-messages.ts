import { nextDuty } from '../src/calendar/duty-hours.ts';
import { formatLocal } from '../src/calendar/zone.ts';
import { button, buttons, to, view } from '../src/chat/build.ts';
import type { View } from '../src/chat/view.ts';
import { plain } from '../src/chat/words.ts';
import type { QueueItem } from '../src/moderation/rules.ts';
import type { Tier } from '../src/safety/tiers.ts';
import type { Part } from './context.ts';
import { causeInShort, counted, outcomeWords, tierWords } from './queue-words.ts';

const titles: Readonly<Record<Tier, string>> = {
  T3: 'Please look now · T3',
  T2: 'Please look soon · T2',
  T1: 'Something waits for a moderator',
  T0: 'Something waits for a moderator',
};

const toQueue = button('All that waits', to('queue', 'page', '0'));

/** Cause and tier, never the words: a channel is read by more people, and for longer, than the queue. */
const waitingView = ({ id, cause, tier }: QueueItem): View =>
  view(
    titles[tier ?? 'T0'],
    plain(`${sentence(causeInShort[cause])}.${tier === null || tier === 'T0' ? '' : ` ${tierWords[tier]}`}`),
    plain('The words open for you alone.'),
    buttons(button('Open it', to('queue', 'open', id), 'primary'), toQueue),
  );

const settledView = (item: QueueItem): View =>
  view('Settled', plain(`${sentence(outcomeWords(item))}.`), buttons(button('Open it', to('queue', 'open', item.id)), toQueue));

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** What Bombus posts to the moderators' channel. It calls nobody by name and holds nothing that anybody wrote. */
export const queueMessages: Part = {
  messages: {
    async item({ subject }, services) {
      const item = await services.moderation.queue.find(subject);
      return item?.state === 'open' ? waitingView(item) : null;
    },
    async state({ subject }, services) {
      const item = await services.moderation.queue.find(subject);
      if (!item) return null;
      return item.state === 'open' ? waitingView(item) : settledView(item);
    },
    /** One line for all that has waited too long by now. */
    async escalated({ subject }, services) {
      const [id = '', step] = subject.split('/');
      const cohort = await services.cohorts.find(id);
      const { queue, settings } = services.moderation;
      const late = (await queue.waiting(id)).filter(({ escalatedAt }) => escalatedAt !== null);
      const gravest = late[0]?.tier ?? 'T0';
      if (!cohort || late.length === 0) return null;
      const duty = nextDuty(await settings.of(id), services.now(), cohort.zone);
      const isNight = duty !== null && duty > services.now();
      return view(
        step === 'lead' ? 'A safeguarding lead is needed' : 'Still waiting for a moderator',
        plain(
          `${sentence(counted(late.length, 'item waits', 'items wait'))}, and nobody has decided.${gravest === 'T0' ? '' : ` The gravest is ${gravest}. ${tierWords[gravest]}`}`,
        ),
        isNight
          ? plain(
              `Nobody is on duty until ${formatLocal(duty, cohort.zone, 'date-time')}. Whoever reads this may open the queue now.`,
            )
          : null,
        buttons(button('Open the queue', to('queue', 'page', '0'), 'primary')),
      );
    },
  },
};
