import type { Capability, FormDefinition } from '../src/chat/command.ts';
import type { Fields } from '../src/chat/form.ts';
import type { Mentors } from '../src/mentors/service.ts';
import type { Questions } from '../src/questions/service.ts';
import type { Topics } from '../src/topics/service.ts';
import { type Command, type Services as CoreServices, command as commandOf, type Knows, type Part as PartOf } from './context.ts';

/** What commands about questions may ask. */
export interface Services extends CoreServices {
  readonly mentors: Mentors;
  readonly topics: Topics;
  readonly questions: Questions;
}

export type Part = Partial<Omit<Capability<Services, Knows>, 'name'>>;

/** Infers a form's values from its fields. */
export const form = <F extends Fields>(definition: FormDefinition<Services, Knows, F>): FormDefinition<Services, Knows> =>
  definition as unknown as FormDefinition<Services, Knows>;

export const peerCommand = (name: string, ...parts: readonly Part[]): Command =>
  commandOf(name, ...(parts as unknown as readonly PartOf[]));
