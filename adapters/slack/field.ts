import type { types } from '@slack/bolt';
import { choice } from '../../src/chat/build.ts';
import { formatCallback } from '../../src/chat/callback.ts';
import type { FormField } from '../../src/chat/view.ts';
import { optionOf, plain, plainIfAny } from './block.ts';
import { clean } from './escape.ts';
import { cut } from './fit.ts';
import * as limit from './limits.ts';

/** The action of a field that completes while one types: this, the callback to ask, and the field's name. */
export const COMPLETE = 'complete#';

/** A field as an input block whose id is the field's name: faults are shown by it, values come back by it. */
export function inputsOf(field: FormField): readonly types.KnownBlock[] {
  const element = elementOf(field);
  if (element === null) return [];
  const hint = plainIfAny(field.hint, limit.LABEL_TEXT);
  return [
    {
      type: 'input',
      block_id: field.name,
      optional: !field.required,
      label: plain(clean(field.label).trim() || field.name, limit.LABEL_TEXT),
      ...(hint && { hint }),
      element,
    },
  ];
}

function elementOf(field: FormField): types.InputBlockElement | null {
  const action_id = `field#${field.name}`;
  switch (field.kind) {
    case 'text':
      return textOf(field, action_id);
    case 'choice':
      return choiceOf(field, action_id);
    case 'scale':
      return scaleOf(field, action_id);
    case 'date-time':
      return momentOf(field, action_id);
    case 'picker':
      return pickerOf(field, action_id);
    default:
      return field satisfies never;
  }
}

function textOf(field: FormField & { kind: 'text' }, action_id: string): types.InputBlockElement {
  if (field.completion !== null) {
    return {
      type: 'external_select',
      action_id: `${COMPLETE}${formatCallback(field.completion)}#${field.name}`,
      min_query_length: 1,
      ...(clean(field.value).trim() && { initial_option: optionOf(choice(field.value, field.value)) }),
    };
  }
  const max = Math.max(1, Math.min(field.max, limit.INPUT_TEXT));
  return {
    type: 'plain_text_input',
    action_id,
    multiline: field.long,
    max_length: max,
    ...(field.value !== '' && { initial_value: cut(field.value, max) }),
  };
}

function choiceOf(field: FormField & { kind: 'choice' }, action_id: string): types.InputBlockElement | null {
  const options = field.choices.slice(0, limit.OPTIONS).map(optionOf);
  if (options.length === 0) return null;
  const chosen = field.choices
    .filter(({ value }) => field.value.includes(value))
    .slice(0, Math.max(1, field.max))
    .map(optionOf);
  const [first] = chosen;
  const isVisible = options.length <= limit.VISIBLE_OPTIONS;
  if (field.max <= 1) {
    // A radio button cannot be unchosen, so only a required field is one.
    const type = isVisible && field.required ? 'radio_buttons' : 'static_select';
    return { type, action_id, options, ...(first && { initial_option: first }) };
  }
  return isVisible && field.max >= options.length
    ? { type: 'checkboxes', action_id, options, ...(first && { initial_options: chosen }) }
    : {
        type: 'multi_static_select',
        action_id,
        options,
        max_selected_items: field.max,
        ...(first && { initial_options: chosen }),
      };
}

function scaleOf(field: FormField & { kind: 'scale' }, action_id: string): types.InputBlockElement {
  const options = Array.from({ length: Math.max(1, Math.min(field.to - field.from + 1, limit.OPTIONS)) }, (_, index) => {
    const step = field.from + index;
    const meaning = step === field.from ? field.fromLabel : step === field.to ? field.toLabel : '';
    return optionOf(choice(String(step), meaning.trim() ? `${step} – ${meaning}` : String(step)));
  });
  const chosen = options.find(({ value }) => field.value !== null && value === String(field.value));
  return { type: 'static_select', action_id, options, ...(chosen && { initial_option: chosen }) };
}

/** Slack's own picker of both gives an instant, not a local time: that one is typed. */
function momentOf(field: FormField & { kind: 'date-time' }, action_id: string): types.InputBlockElement {
  switch (field.precision) {
    case 'date':
      return { type: 'datepicker', action_id, ...(isDate(field.value) && { initial_date: field.value }) };
    case 'time':
      return {
        type: 'timepicker',
        action_id,
        ...(/^([01]\d|2[0-3]):[0-5]\d$/.test(field.value) && { initial_time: field.value }),
      };
    case 'date-time':
      return {
        type: 'plain_text_input',
        action_id,
        max_length: 20,
        placeholder: plain('2027-03-28T18:00', limit.PLACEHOLDER_TEXT),
        ...(field.value !== '' && { initial_value: cut(field.value, 20) }),
      };
    default:
      return field.precision satisfies never;
  }
}

function pickerOf(field: FormField & { kind: 'picker' }, action_id: string): types.InputBlockElement {
  const max_selected_items = Math.max(1, field.max);
  const known = field.value.filter((id) => /^[UWCGD][A-Z0-9]{2,20}$/.test(id)).slice(0, max_selected_items);
  const [first] = known;
  switch (field.of) {
    case 'person':
    case 'role':
      // There are no roles here: who holds one is named.
      return field.of === 'person' && field.max <= 1
        ? { type: 'users_select', action_id, ...(first && { initial_user: first }) }
        : { type: 'multi_users_select', action_id, max_selected_items, ...(first && { initial_users: known }) };
    case 'channel': {
      const filter = { include: ['public' as const, 'private' as const], exclude_bot_users: true };
      return field.max <= 1
        ? { type: 'conversations_select', action_id, filter, ...(first && { initial_conversation: first }) }
        : {
            type: 'multi_conversations_select',
            action_id,
            filter,
            max_selected_items,
            ...(first && { initial_conversations: known }),
          };
    }
    default:
      return field.of satisfies never;
  }
}

const isDate = (text: string): boolean => {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : null;
  return day !== null && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
};
