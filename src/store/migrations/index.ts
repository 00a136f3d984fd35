import { foundation } from './001-foundation.ts';
import { delivery } from './002-delivery.ts';
import { cohorts } from './003-cohorts.ts';
import { safeSpace } from './004-safe-space.ts';
import { questions } from './005-questions.ts';
import { linkedSpaces } from './006-linked-spaces.ts';
import { largeCohorts } from './007-large-cohorts.ts';
import type { Migration } from './migration.ts';

/** Every step in order. Append only: data sets out there have run what stands here. */
export const migrations: readonly Migration[] = [foundation, delivery, cohorts, safeSpace, questions, linkedSpaces, largeCohorts];
