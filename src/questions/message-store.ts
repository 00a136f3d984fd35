import { type Given, prepared } from '../store/prepared.ts';
import type { Record as TheRecord } from '../store/record.ts';
import type { Message, MessageKind, MessageState, Side } from './rules.ts';

interface MessageTables {
  question_messages: {
    id: string;
    question: string;
    side: Side;
    kind: MessageKind;
    mentor: string | null;
    speaker: string;
    words: string | null;
    state: MessageState;
    slot_at: number;
  };
}

/** What was said between askers and mentors. */
export function openMessageStore(record: TheRecord) {
  const db = () => record.db<MessageTables>();
  const rows = () => db().selectFrom('question_messages').selectAll();
  const ofQuestion = prepared(record, (given: Given<{ question: string }>) =>
    rows().where('question', '=', given('question')).orderBy('slot_at').orderBy('id'),
  );

  return {
    async find(id: string): Promise<Message | null> {
      const row = await rows().where('id', '=', id).executeTakeFirst();
      return row ? messageOf(row) : null;
    },

    /** By slot; within a slot in no telling order. */
    ofQuestion: async (question: string): Promise<readonly Message[]> => (await ofQuestion({ question })).map(messageOf),

    /** What a mentor has said themselves. */
    async ofMentor(mentor: string): Promise<readonly Message[]> {
      const found = await rows().where('mentor', '=', mentor).where('side', '=', 'mentor').orderBy('id').execute();
      return found.map(messageOf);
    },

    /** False where it is there already. */
    async insert({ slotAt, ...same }: Message): Promise<boolean> {
      const result = await db()
        .insertInto('question_messages')
        .values({ ...same, slot_at: slotAt })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .executeTakeFirst();
      return Number(result.numInsertedOrUpdatedRows) === 1;
    },

    async setState(id: string, state: MessageState): Promise<void> {
      await db().updateTable('question_messages').set({ state }).where('id', '=', id).execute();
    },

    /** All that an asker has said goes with their question. */
    async withdrawAsker(question: string): Promise<void> {
      await db()
        .updateTable('question_messages')
        .set({ state: 'withdrawn', words: null })
        .where('question', '=', question)
        .where('side', '=', 'asker')
        .execute();
    },

    /** What a mentor said under their own name goes; under an alias it stays and leads to nobody. */
    async forgetMentor(mentor: string, named: readonly string[]): Promise<void> {
      if (named.length > 0)
        await db()
          .updateTable('question_messages')
          .set({ state: 'withdrawn', words: null, speaker: '' })
          .where('mentor', '=', mentor)
          .where('side', '=', 'mentor')
          .where('question', 'in', named)
          .execute();
      await db().updateTable('question_messages').set({ mentor: null }).where('mentor', '=', mentor).execute();
    },

    async erase(questions: readonly string[]): Promise<void> {
      if (questions.length > 0) await db().deleteFrom('question_messages').where('question', 'in', questions).execute();
    },
  };
}

const messageOf = ({ slot_at, ...same }: MessageTables['question_messages']): Message => ({ ...same, slotAt: slot_at });
