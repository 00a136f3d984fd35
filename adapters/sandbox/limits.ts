import type { ThreadPlace } from '../../src/chat/adapter.ts';
import { type Callback, formatCallback } from '../../src/chat/callback.ts';
import type { Block, Form, FormField, Reply, View } from '../../src/chat/view.ts';

/** The contract's limits. The room shows what breaks them, and says so: another platform would have refused it. */
const MAX_TITLE = 100;
const MAX_FIELDS = 10;
const MAX_BUTTONS = 25;
const MAX_CHOICES = 25;
const MAX_POINTS = 26;
const MAX_FORM_TITLE = 45;
const MAX_FORM_FIELDS = 5;
const MAX_LABEL = 45;
const MAX_HINT = 100;
const MAX_SPEAKER = 80;
const MAX_MARK = 40;
const MAX_THREAD = 100;
export const MAX_NONCE = 25;

/** What a strict platform would refuse of this reply, in sentences that hold none of its words. */
export function breachesOf(reply: Reply): readonly string[] {
  switch (reply.kind) {
    case 'view':
      return inView(reply);
    case 'form':
      return inForm(reply);
    case 'form-faults':
      return [...inForm(reply.form), ...inView(reply.view)];
    default:
      return reply satisfies never;
  }
}

/** A reply that no platform can show at this moment: a form only ever comes first, and never after a form. */
export function breachOfOrder(reply: Reply, isFirst: boolean, isAfterForm: boolean): readonly string[] {
  if (reply.kind !== 'form') return [];
  if (!isFirst) return ['a form came after another reply'];
  return isAfterForm ? ['a form answered a form'] : [];
}

/** The name of a thread that a strict platform would have refused. */
export const breachesOfThread = (thread: ThreadPlace | null): readonly string[] =>
  thread === null
    ? []
    : when(
        thread.name.trim() === '' || thread.name.length > MAX_THREAD,
        `a thread has no name or one longer than ${MAX_THREAD} characters`,
      );

const when = (isBroken: boolean, sentence: string): readonly string[] => (isBroken ? [sentence] : []);

function inView(view: View): readonly string[] {
  const pressed = view.blocks.flatMap((block) => (block.kind === 'buttons' ? block.buttons : []));
  return [
    ...when((view.title ?? '').length > MAX_TITLE, `a title is longer than ${MAX_TITLE} characters`),
    ...when(view.title === null && view.blocks.length === 0, 'a view is empty'),
    ...when((view.speaker?.name ?? '').length > MAX_SPEAKER, `a name is longer than ${MAX_SPEAKER} characters`),
    ...when((view.speaker?.mark ?? '').length > MAX_MARK, `a mark is longer than ${MAX_MARK} characters`),
    ...when(pressed.length > MAX_BUTTONS, `a view has more than ${MAX_BUTTONS} buttons`),
    ...view.blocks.flatMap(inBlock),
  ];
}

function inBlock(block: Block): readonly string[] {
  switch (block.kind) {
    case 'fields':
      return when(block.fields.length > MAX_FIELDS, `a block has more than ${MAX_FIELDS} fields`);
    case 'picture':
      return when(
        block.chart.labels.length > MAX_POINTS || block.chart.series.some((s) => s.values.length !== block.chart.labels.length),
        'a chart has too many points, or not as many values as labels',
      );
    case 'buttons':
      return block.buttons.flatMap(({ press }) => (press.kind === 'callback' ? inCallback(press.callback) : []));
    case 'menu':
      return [
        ...inCallback(block.callback),
        ...when(
          block.choices.length > MAX_CHOICES || block.choices.length === 0,
          `a menu has no choices or more than ${MAX_CHOICES}`,
        ),
      ];
    case 'words':
    case 'heading':
    case 'note':
    case 'quote':
    case 'divider':
      return [];
    default:
      return block satisfies never;
  }
}

function inForm(form: Form): readonly string[] {
  return [
    ...inCallback(form.callback),
    ...when(form.title.length > MAX_FORM_TITLE, `a form's title is longer than ${MAX_FORM_TITLE} characters`),
    ...when(form.fields.length > MAX_FORM_FIELDS, `a form has more than ${MAX_FORM_FIELDS} fields`),
    ...when(new Set(form.fields.map(({ name }) => name)).size < form.fields.length, 'two fields have one name'),
    ...form.fields.flatMap(inField),
  ];
}

function inField(field: FormField): readonly string[] {
  return [
    ...when(field.label.length > MAX_LABEL, `a label is longer than ${MAX_LABEL} characters`),
    ...when((field.hint ?? '').length > MAX_HINT, `a hint is longer than ${MAX_HINT} characters`),
    ...when(field.kind === 'choice' && field.choices.length > MAX_CHOICES, `a field has more than ${MAX_CHOICES} choices`),
    ...when(field.kind === 'scale' && field.to - field.from >= MAX_CHOICES, `a scale has more than ${MAX_CHOICES} numbers`),
  ];
}

function inCallback(callback: Callback): readonly string[] {
  try {
    formatCallback(callback);
    return [];
  } catch {
    return ['a callback does not fit'];
  }
}
