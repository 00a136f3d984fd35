/**
 * Elements without a framework. Text only ever enters as text nodes, so nothing that a person wrote becomes markup.
 * @param {string} tag
 * @param {Record<string, unknown>} [properties] attributes; `on…` are listeners; false and null are left out
 * @param {...(Node | string | null | false | (Node | string | null | false)[])} children
 * @returns {HTMLElement}
 */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children.flat().filter((child) => child !== null && child !== false));
  return element;
}

/** @param {string} id */
export const byId = (id) => document.getElementById(id);

/**
 * Makes the children of `parent` those of `items`, in order. A child whose key and content are unchanged stays as
 * it is, with its focus, its scroll position and what was typed into it.
 * @template T
 * @param {Element} parent
 * @param {readonly T[]} items
 * @param {{ key: (item: T) => string, build: (item: T) => HTMLElement, content?: (item: T) => unknown }} how
 */
export function keyed(parent, items, { key, build, content = (item) => item }) {
  const present = new Map([...parent.children].map((child) => [child.dataset.key, child]));
  let cursor = parent.firstElementChild;
  for (const item of items) {
    const name = key(item);
    const signature = JSON.stringify(content(item));
    let child = present.get(name);
    present.delete(name);
    if (child?.signature !== signature) {
      const replaced = child;
      child = build(item);
      child.dataset.key = name;
      child.signature = signature;
      if (replaced === cursor) cursor = cursor?.nextElementSibling ?? null;
      if (replaced) replaced.replaceWith(child);
    }
    if (child === cursor) cursor = cursor.nextElementSibling;
    else if (child.nextElementSibling !== cursor || child.parentElement !== parent) parent.insertBefore(child, cursor);
  }
  for (const gone of present.values()) gone.remove();
}

const PATHS = {
  menu: 'M4 7h16M4 12h16M4 17h16',
  close: 'M6 6l12 12M18 6L6 18',
  lock: 'M7 11V8a5 5 0 0 1 10 0v3M5.500 11h13v9h-13z',
  pin: 'M9 4h6l-1 6 3 3H7l3-3zM12 13v7',
  moon: 'M20 14.500A8.500 8.500 0 0 1 9.500 4 8.500 8.500 0 1 0 20 14.500z',
  sun: 'M12 7.500a4.500 4.500 0 1 0 0 9 4.500 4.500 0 0 0 0-9zM12 2.500v2M12 19.500v2M2.500 12h2M19.500 12h2M5.300 5.300l1.400 1.400M17.300 17.300l1.400 1.400M5.300 18.700l1.400-1.400M17.300 6.700l1.400-1.400',
  gear: 'M4 7h9M17 7h3M4 17h3M11 17h9M15 4.500v5M9 14.500v5',
  clock: 'M12 3.500a8.500 8.500 0 1 0 0 17 8.500 8.500 0 0 0 0-17zM12 7.500V12l3 2',
  plus: 'M12 5v14M5 12h14',
  next: 'M5 5l8 7-8 7zM17 5v14',
  send: 'M4 12l16-8-5 16-3.500-6.500z',
  eye: 'M3 3l18 18M10 6.300A9.500 9.500 0 0 1 21.500 12a15 15 0 0 1-2.600 3.200M6.300 7.500A15 15 0 0 0 2.500 12a9.700 9.700 0 0 0 13 5M9.900 10a3 3 0 0 0 4.100 4.100',
  thread: 'M5 5h14v10H10l-4 4v-4H5z',
  mail: 'M3.500 6h17v12h-17zM4 7l8 6 8-6',
};

/** @param {keyof typeof PATHS} name a picture that says nothing by itself */
export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  svg.classList.add('icon');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', PATHS[name]);
  svg.append(path);
  return svg;
}

const HUES = ['clay', 'sage', 'slate', 'plum', 'moss', 'sea'];

/** @param {{ id: string, name: string }} person */
export function avatar({ id, name }) {
  const sum = [...id].reduce((total, letter) => total + letter.charCodeAt(0), 0);
  const letters = [...name.trim()].slice(0, 2).join('');
  return h('span', { class: `avatar ${HUES[sum % HUES.length]}`, 'aria-hidden': 'true' }, letters);
}
