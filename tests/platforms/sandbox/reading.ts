import {
  type ShownBlock,
  type ShownButton,
  type ShownField,
  type ShownForm,
  type ShownView,
  textOfView,
} from '../../../adapters/sandbox/render.ts';
import type { Screen, Shown } from '../driver.ts';

export type Menu = Extract<ShownBlock, { kind: 'menu' }>;

export function shownOf(view: ShownView): Shown {
  return {
    text: textOfView(view),
    buttons: buttonsOf(view).map(({ label }) => label),
    menus: menusOf(view).map(({ placeholder }) => placeholder),
    pictures: view.blocks.flatMap((block) => (block.kind === 'picture' ? [{ alt: block.alt }] : [])),
  };
}

export const buttonsOf = (view: ShownView): readonly ShownButton[] =>
  view.blocks.flatMap((block) => (block.kind === 'buttons' ? block.buttons : []));

export const menusOf = (view: ShownView): readonly Menu[] =>
  view.blocks.flatMap((block) => (block.kind === 'menu' ? [block] : []));

export function formScreen(form: ShownForm): Screen {
  return {
    kind: 'form',
    title: form.title,
    fields: form.fields.map((field) => ({
      label: field.label,
      kind: field.kind,
      value: field.kind === 'choice' || field.kind === 'picker' ? field.value : (field.value[0] ?? null),
      required: field.required,
      choices: field.choices.map(({ label }) => label),
      fault: field.fault,
    })),
  };
}

/** What the form holds with these answers in it: choices by label, pickers by platform id. */
export function filled(
  form: ShownForm,
  values: Readonly<Record<string, string | readonly string[]>>,
): Readonly<Record<string, readonly string[]>> {
  const unknown = Object.keys(values).find((label) => !form.fields.some((field) => field.label === label));
  if (unknown !== undefined) throw new Error(`no field "${unknown}" in ${JSON.stringify(form.fields.map(({ label }) => label))}`);
  return Object.fromEntries(
    form.fields.map((field) => {
      const given = values[field.label];
      const list = given === undefined ? field.value : [given].flat().map((each) => rawOf(field, each));
      return [field.name, list.filter((value) => value !== '')];
    }),
  );
}

function rawOf(field: ShownField, given: string): string {
  if (field.kind !== 'choice' || given === '') return given;
  const found = field.choices.find(({ label }) => label === given);
  if (!found) throw new Error(`no choice "${given}" in ${JSON.stringify(field.choices.map(({ label }) => label))}`);
  return found.value;
}
