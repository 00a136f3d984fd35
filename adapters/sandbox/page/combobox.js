import { h } from './dom.js';

let count = 0;

/**
 * Suggestions under a text field, by the ARIA combobox pattern: arrows choose, Tab and Enter take, Escape closes.
 * @param {{
 *   input: HTMLInputElement | HTMLTextAreaElement,
 *   name: string,
 *   suggest: (typed: string) => Promise<any[]>,
 *   draw: (suggestion: any) => (Node | string)[],
 *   take: (suggestion: any) => void,
 *   isEager?: (suggestion: any) => boolean,
 * }} options `isEager`: the first suggestion stands ready to be taken by Enter while one types
 * @returns {{ list: HTMLElement, refresh: () => Promise<void>, close: () => void, isOpen: () => boolean, chosen: () => any }}
 */
export function combobox({ input, name, suggest, draw, take, isEager = () => false }) {
  count += 1;
  const prefix = `suggestions-${count}`;
  const list = h('ul', { id: prefix, role: 'listbox', class: 'suggestions', 'aria-label': name, hidden: true });
  let suggestions = [];
  let active = -1;
  let asked = 0;
  /** What was typed when the suggestions that are shown were asked for. */
  let shownFor = '';

  for (const [attribute, value] of Object.entries({
    role: 'combobox',
    'aria-autocomplete': 'list',
    'aria-controls': prefix,
    'aria-expanded': 'false',
    autocomplete: 'off',
  })) {
    input.setAttribute(attribute, value);
  }

  function highlight(index) {
    active = index;
    [...list.children].forEach((option, at) => {
      option.setAttribute('aria-selected', String(at === index));
    });
    const option = list.children[index];
    if (option) input.setAttribute('aria-activedescendant', option.id);
    else input.removeAttribute('aria-activedescendant');
    option?.scrollIntoView({ block: 'nearest' });
  }

  function show(next) {
    suggestions = next;
    list.replaceChildren(
      ...next.map((suggestion, index) => {
        const option = h('li', { id: `${prefix}-${index}`, role: 'option', 'aria-selected': 'false' }, draw(suggestion));
        option.addEventListener('pointerdown', (event) => event.preventDefault());
        option.addEventListener('click', () => pick(index));
        return option;
      }),
    );
    list.hidden = next.length === 0;
    input.setAttribute('aria-expanded', String(next.length > 0));
    highlight(next.length > 0 && isEager(next[0]) ? 0 : -1);
  }

  function close() {
    asked += 1;
    show([]);
  }

  async function refresh() {
    asked += 1;
    const mine = asked;
    const typed = input.value;
    const found = await suggest(typed).catch(() => []);
    if (mine !== asked || document.activeElement !== input) return;
    shownFor = typed;
    show(found);
  }

  /** Takes one of those that are shown; where more was typed since, what suits that, and where nothing does, Enter sends it. */
  async function choose(index, isEnter) {
    if (shownFor === input.value) return pick(index);
    await refresh();
    const chosen = isEnter ? active : Math.max(active, 0);
    if (suggestions[chosen]) pick(chosen);
    else if (isEnter) input.form?.requestSubmit();
  }

  function pick(index) {
    const suggestion = suggestions[index];
    close();
    if (suggestion) take(suggestion);
  }

  input.addEventListener('input', refresh);
  input.addEventListener('focus', refresh);
  input.addEventListener('blur', close);
  input.addEventListener('keydown', (event) => {
    if (list.hidden || event.isComposing) return;
    const last = suggestions.length - 1;
    if (event.key === 'ArrowDown') highlight(active >= last ? 0 : active + 1);
    else if (event.key === 'ArrowUp') highlight(active <= 0 ? last : active - 1);
    else if (event.key === 'Escape') close();
    else if (event.key === 'Tab' && !event.shiftKey) void choose(Math.max(active, 0), false);
    else if (event.key === 'Enter' && active >= 0) void choose(active, true);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });

  return { list, refresh, close, isOpen: () => !list.hidden, chosen: () => suggestions[active] ?? null };
}
