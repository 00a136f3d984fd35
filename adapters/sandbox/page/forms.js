import { complete } from './api.js';
import { combobox } from './combobox.js';
import { h, icon } from './dom.js';
import { wordsOf } from './views.js';

const MAX_RADIOS = 8;

/**
 * The open form as a dialog. What was typed stays when the bot finds a fault in it.
 * @param {{
 *   submit: (callback: string, fields: Record<string, string[]>) => Promise<void>,
 *   close: () => void,
 *  *   words: () => { close: string },
 * }} options
 */
export function formDialog({ submit, close, words }) {
  const dialog = h('dialog', { class: 'form', 'aria-labelledby': 'form-title' });
  document.body.append(dialog);
  /** @type {{ shape: string, fields: { name: string, element: HTMLElement, read: () => string[] }[] } | null} */
  let open = null;
  let isSending = false;

  dialog.addEventListener('cancel', (event) => {
    event.preventDefault();
    close();
  });

  function build(form) {
    const fields = form.fields.map((field) => ({ name: field.name, ...fieldOf(field) }));
    const body = h(
      'form',
      { novalidate: true, autocomplete: 'off' },
      h(
        'header',
        {},
        h('h2', { id: 'form-title' }, form.title),
        h(
          'button',
          { type: 'button', class: 'quiet', 'aria-label': words().close, title: words().close, onclick: close },
          icon('close'),
        ),
      ),
      h(
        'div',
        { class: 'fields' },
        form.intro && h('p', { class: 'intro' }, wordsOf(form.intro, null)),
        fields.map(({ element }) => element),
      ),
      h(
        'footer',
        {},
        h('button', { type: 'button', class: 'button plain', onclick: close }, words().close),
        h('button', { type: 'submit', class: 'button primary' }, form.submit),
      ),
    );
    body.addEventListener('submit', async (event) => {
      event.preventDefault();
      if (isSending) return;
      isSending = true;
      body.setAttribute('aria-busy', 'true');
      await submit(form.callback, Object.fromEntries(fields.map(({ name, read }) => [name, read()])));
      isSending = false;
      body.removeAttribute('aria-busy');
    });
    dialog.replaceChildren(body);
    open = { shape: shapeOf(form), fields };
  }

  function showFaults(form) {
    for (const { name, fault } of form.fields) {
      const element = open.fields.find((field) => field.name === name)?.element;
      const place = element?.querySelector('.fault');
      if (!place) continue;
      place.textContent = fault ?? '';
      element.classList.toggle('faulty', fault !== null);
      for (const control of element.querySelectorAll('input, textarea, select'))
        control.setAttribute('aria-invalid', String(fault !== null));
    }
    const first = dialog.querySelector('.faulty');
    first?.querySelector('input, textarea, select')?.focus();
    first?.scrollIntoView({ block: 'nearest' });
  }

  return {
    /** @param {{ form: any } | null} shown */
    update(shown) {
      if (shown === null) {
        if (dialog.open) dialog.close();
        open = null;
        return;
      }
      const isNew = open?.shape !== shapeOf(shown.form);
      if (isNew) build(shown.form);
      if (!dialog.open) dialog.showModal();
      if (isNew) dialog.querySelector('.fields :is(input:not([type=radio]), input:checked, textarea, select)')?.focus();
      if (shown.form.fields.some(({ fault }) => fault !== null) || !isNew) showFaults(shown.form);
    },
    isOpen: () => dialog.open,
  };
}

/** Two forms of one shape are the same form: it is then not drawn anew. */
const shapeOf = ({ callback, fields }) => JSON.stringify([callback, fields.map(({ name, kind }) => [name, kind])]);

function fieldOf(field) {
  const id = `field-${field.name}`;
  const described = `${id}-hint ${id}-fault`;
  const optional = !field.required && h('span', { class: 'optional' }, ' (optional)');
  const hint = h('p', { class: 'hint', id: `${id}-hint` }, field.hint ?? '');
  const fault = h('p', { class: 'fault', id: `${id}-fault` });
  const control = controlOf(field, id, described);
  if (control.isGroup) {
    const group = h(
      'fieldset',
      { class: 'field', 'aria-describedby': described },
      h('legend', {}, field.label, optional),
      hint,
      control.element,
      fault,
    );
    return { element: group, read: control.read };
  }
  const element = h('div', { class: 'field' }, h('label', { for: id }, field.label, optional), hint, control.element, fault);
  return { element, read: control.read };
}

function controlOf(field, id, described) {
  const common = { id, name: field.name, 'aria-describedby': described, required: field.required };
  if (field.kind === 'text') return textOf(field, common);
  if (field.kind === 'date-time') {
    const type = field.precision === 'date-time' ? 'datetime-local' : field.precision;
    return single(h('input', { ...common, type, value: field.value[0] ?? '' }));
  }
  if (field.kind === 'scale') return scaleOf(field);
  if (field.max === 1 && field.choices.length > MAX_RADIOS) return selectOf(field, common);
  return choicesOf(field);
}

const single = (element, shown = element) => ({
  isGroup: false,
  element: shown,
  read: () => (element.value === '' ? [] : [element.value]),
});

function textOf(field, common) {
  const [value = ''] = field.value;
  const element = field.long
    ? h('textarea', { ...common, rows: '5', maxlength: field.max, dir: 'auto' }, value)
    : h('input', { ...common, type: 'text', maxlength: field.max, value, dir: 'auto' });
  const left = h('span', { class: 'left', 'aria-hidden': 'true' });
  const count = () => {
    const rest = field.max - element.value.length;
    left.textContent = rest <= Math.max(20, field.max / 5) ? String(rest) : '';
  };
  element.addEventListener('input', count);
  count();
  if (!field.source) return single(element, h('div', { class: 'typed' }, element, left));
  let picked = null;
  const suggestions = combobox({
    input: element,
    name: field.label,
    suggest: (typed) => complete({ source: field.source, typed }),
    draw: ({ label }) => [h('span', {}, label)],
    take: (choice) => {
      picked = choice;
      element.value = choice.label;
    },
  });
  const read = () => (element.value === '' ? [] : [picked?.label === element.value ? picked.value : element.value]);
  return { isGroup: false, element: h('div', { class: 'typed' }, element, left, suggestions.list), read };
}

function selectOf(field, common) {
  const options = field.choices.map(({ value, label }) => h('option', { value, selected: field.value.includes(value) }, label));
  return single(h('select', common, h('option', { value: '' }, ''), options));
}

/** Radio buttons for one, boxes for several. What is optional has a way back to nothing. */
function choicesOf(field) {
  const type = field.max === 1 ? 'radio' : 'checkbox';
  const none = type === 'radio' && !field.required ? [{ value: '', label: 'No answer', detail: null }] : [];
  const inputs = [];
  const labels = [...none, ...field.choices].map(({ value, label, detail }) => {
    const isChecked = value === '' ? field.value.length === 0 : field.value.includes(value);
    const input = h('input', { type, name: field.name, value, checked: isChecked });
    inputs.push(input);
    return h('label', { class: 'choice' }, input, h('span', {}, h('span', {}, label), detail && h('small', {}, detail)));
  });
  return { isGroup: true, element: h('div', { class: 'choices' }, labels), read: () => checked(inputs) };
}

function scaleOf(field) {
  const inputs = [];
  const numbers = field.choices.map(({ value, label }) => {
    const input = h('input', { type: 'radio', name: field.name, value, checked: field.value.includes(value) });
    inputs.push(input);
    return h('label', {}, input, h('span', {}, label));
  });
  const none = h('input', { type: 'radio', name: field.name, value: '', checked: field.value.length === 0 });
  const [from, to] = field.ends;
  const element = h(
    'div',
    {},
    h('div', { class: 'numbers' }, numbers),
    h('div', { class: 'ends' }, h('span', {}, from), h('span', {}, to)),
    !field.required && h('label', { class: 'choice none' }, none, h('span', {}, 'No answer')),
  );
  return { isGroup: true, element, read: () => checked(inputs) };
}

const checked = (inputs) => inputs.filter((input) => input.checked && input.value !== '').map(({ value }) => value);
