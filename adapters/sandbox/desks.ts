import type { Reply } from '../../src/chat/view.ts';
import type { Held } from './conversations.ts';
import type { RoomPerson } from './room-state.ts';

/** Where an act began, and so where its answer appears. */
export interface Origin {
  readonly conversation: string;
  readonly below: string | null;
}

/** What lies in front of each person and nobody else: one private panel, one open form. */
export interface Desks {
  /** Shows a reply. A later reply of an event that has been overtaken is not shown. */
  show(
    person: string,
    shown: { readonly event: string; readonly origin: Origin; readonly reply: Reply; readonly isFirst: boolean },
  ): void;
  closeForm(person: RoomPerson): void;
  dismissPanel(person: RoomPerson): void;
}

export function openDesks({ state, changed }: Held): Desks {
  return {
    show(id, { event, origin, reply, isFirst }) {
      const person = state().people.find((each) => each.id === id);
      if (!person) return;
      if (!isFirst && person.panel?.event !== event && person.form?.event !== event) return;
      const place = { event, conversation: origin.conversation, below: origin.below };
      switch (reply.kind) {
        case 'view':
          if (isFirst || person.form?.event === event) person.form = null;
          person.panel = { ...place, view: reply };
          break;
        case 'form':
          person.form = { ...place, form: reply, faults: [] };
          break;
        case 'form-faults':
          person.form = { ...place, form: reply.form, faults: reply.faults };
          break;
        default:
          reply satisfies never;
      }
      changed();
    },
    closeForm(person) {
      if (!person.form) return;
      person.form = null;
      changed();
    },
    dismissPanel(person) {
      if (!person.panel) return;
      person.panel = null;
      changed();
    },
  };
}
