import { openAccess } from '../../commands/access.ts';
import type { Services } from '../../commands/context.ts';
import { home } from '../../commands/home.ts';
import { mentor } from '../../commands/mentor.ts';
import { question } from '../../commands/question.ts';
import { openMessages } from '../../src/chat/catalogue.ts';
import { openActing } from '../support/acting.ts';
import type { TestDatabases } from '../support/databases.ts';
import { openAsked } from './asked.ts';
import { openMentorsHouse } from './house.ts';

/** People who volunteer and answer in the chat, and moderators who run it. */
export async function openMentorsStage(databases: TestDatabases) {
  const house = await openMentorsHouse(databases);
  const asked = openAsked();
  const services: Services = { ...house.services, mentors: house.mentors, topics: house.topics, questions: asked.questions };
  const person = openActing({
    capabilities: [mentor, question, home],
    services,
    ledger: house.ledger,
    forgetting: house.stores.forgetting,
    accessOf: openAccess(services),
  });
  return {
    ...house,
    asked,
    services,
    render: openMessages([mentor, question], services),
    /** A member in the cohort's own place. */
    student: (id: string) => person(id, house.place),
    moderator: person('mo', house.place, ['R1']),
    inDirectMessage: (id: string) => person(id, { ...house.place, space: null }),
  };
}
