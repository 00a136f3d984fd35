import { type FieldFault, type Fields, isBlank } from './form.ts';

export interface ReadForm {
  readonly values: Readonly<Record<string, unknown>>;
  readonly faults: readonly (FieldFault & { readonly field: string; readonly label: string })[];
}

/** Raw values checked against a form's fields. Fields that the form does not have are ignored. */
export function readForm(fields: Fields, raw: Readonly<Record<string, readonly string[]>>): ReadForm {
  const values: Record<string, unknown> = {};
  const faults: ReadForm['faults'][number][] = [];
  for (const [name, field] of Object.entries(fields)) {
    const given = (Object.hasOwn(raw, name) ? (raw[name] ?? []) : []).filter((entry) => !isBlank(entry));
    if (given.length === 0) {
      if (field.required) faults.push({ ok: false, fault: 'required', parameters: {}, field: name, label: field.label });
      else values[name] = null;
      continue;
    }
    const read = field.read(given);
    if (read.ok) values[name] = read.value;
    else faults.push({ ...read, field: name, label: field.label });
  }
  return { values, faults };
}
