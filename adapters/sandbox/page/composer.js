import { complete } from './api.js';
import { combobox } from './combobox.js';
import { byId, h, icon } from './dom.js';

/**
 * Where a person types: a command after a slash, else an ordinary message.
 * @param {{ send: (text: string, picked: Record<string, unknown>) => Promise<boolean> }} options `send` says whether it was taken
 */
export function composer({ send }) {
  const form = byId('compose');
  const input = h('input', { id: 'composer', name: 'line', maxlength: '4000', enterkeyhint: 'send', spellcheck: 'true' });
  const button = h('button', { type: 'submit', class: 'button primary send', 'aria-label': 'Send', title: 'Send' }, icon('send'));
  let picked = {};
  let isSending = false;

  const suggestions = combobox({
    input,
    name: 'What you can type',
    suggest: async (typed) => (typed.startsWith('/') ? complete({ line: typed }) : []),
    draw: ({ label, detail, who }) =>
      [
        h('b', {}, label),
        detail && h('span', {}, detail),
        (who === 'moderators' || who === 'admins') && h('small', {}, who),
      ].filter(Boolean),
    take: (suggestion) => {
      if (suggestion.picked) picked[suggestion.picked.option] = suggestion.picked;
      input.value = suggestion.text;
      if (suggestion.text.endsWith(' ')) void suggestions.refresh();
      else void submit();
    },
    isEager: (suggestion) => suggestion.label.startsWith('/') && suggestion.text.trim() !== input.value.trim(),
  });

  async function submit() {
    const text = input.value.trim();
    if (text === '' || isSending) return;
    suggestions.close();
    isSending = true;
    form.setAttribute('aria-busy', 'true');
    const isTaken = await send(text, picked);
    isSending = false;
    form.removeAttribute('aria-busy');
    if (!isTaken) return;
    input.value = '';
    picked = {};
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void submit();
  });
  form.append(suggestions.list, input, button);

  return {
    /** Puts a line in, ready to be finished or sent. @param {string} line */
    put(line) {
      input.value = `${line.trim()} `;
      input.focus();
      void suggestions.refresh();
    },
    /** @param {string} label */
    label(label) {
      input.placeholder = label;
      input.setAttribute('aria-label', label);
    },
    focus: () => input.focus(),
  };
}
