import { h, icon } from './dom.js';

/**
 * What can be done from inside a view.
 * @typedef {{
 *   press: (callback: string, values: string[], pressed: HTMLElement) => void,
 *   type: (line: string) => void,
 *   visit: (conversation: string) => void,
 * }} Doing
 */

/** @param {readonly any[]} spans @param {Doing | null} doing null where nothing can be pressed @returns {Node[]} */
export function wordsOf(spans, doing) {
  return spans.map((span) => {
    switch (span.kind) {
      case 'strong':
        return h('strong', {}, span.text);
      case 'emphasis':
        return h('em', {}, span.text);
      case 'said':
        return h('bdi', {}, span.text);
      case 'link':
        return outside(span.label, span.url);
      case 'verb':
        return jumpOf(span.text, doing && (() => doing.type(span.text)));
      case 'channel':
        return span.channel ? jumpOf(`#${span.name}`, doing && (() => doing.visit(span.channel))) : h('em', {}, span.name);
      default:
        return document.createTextNode(span.text);
    }
  });
}

/** @param {string} label @param {(() => void) | null} jump */
const jumpOf = (label, jump) =>
  jump ? h('button', { type: 'button', class: 'verb', onclick: jump }, label) : h('strong', {}, label);

/** @param {string} label @param {string} url @param {string} [style] */
const outside = (label, url, style) => h('a', { href: url, target: '_blank', rel: 'noopener noreferrer', class: style }, label);

/** @param {any} view @param {Doing} doing */
export function viewOf(view, doing) {
  return h(
    'div',
    { class: 'view' },
    view.title && h('h3', {}, view.title),
    view.blocks.map((block) => blockOf(block, doing)),
  );
}

function blockOf(block, doing) {
  switch (block.kind) {
    case 'words':
      return h('p', {}, wordsOf(block.words, doing));
    case 'note':
      return h('p', { class: 'note' }, wordsOf(block.words, doing));
    case 'heading':
      return h('h4', {}, block.text);
    case 'quote':
      return h('blockquote', { dir: 'auto' }, block.text);
    case 'fields':
      return h(
        'dl',
        {},
        block.fields.map(({ name, value }) => h('div', {}, h('dt', {}, name), h('dd', {}, wordsOf(value, doing)))),
      );
    case 'picture':
      return pictureOf(block);
    case 'buttons':
      return h(
        'div',
        { class: 'buttons' },
        block.buttons.map((button) => buttonOf(button, doing)),
      );
    case 'menu':
      return menuOf(block, doing);
    case 'divider':
      return h('hr');
    default:
      return null;
  }
}

function pictureOf({ source, alt }) {
  const image = h('img', { src: source, alt, class: 'chart' });
  const inWords = h('figcaption', { class: 'note', 'aria-hidden': 'true' }, alt);
  image.addEventListener('error', () => {
    image.remove();
    inWords.removeAttribute('aria-hidden');
  });
  return h('figure', {}, image, inWords);
}

function buttonOf({ label, style, callback, url }, doing) {
  if (url) return outside(label, url, 'button');
  const pressed = h('button', { type: 'button', class: `button ${style}`, disabled: !callback }, label);
  pressed.addEventListener('click', () => doing.press(callback, [], pressed));
  return pressed;
}

function menuOf({ callback, placeholder, choices, max }, doing) {
  const menu = h('details', { class: 'menu' }, h('summary', {}, placeholder));
  const texts = ({ label, detail }) => [h('span', {}, label), detail && h('small', {}, detail)];
  if (max === 1) {
    const options = choices.map((choice) => {
      const option = h('button', { type: 'button', class: 'choice' }, texts(choice));
      option.addEventListener('click', () => doing.press(callback, [choice.value], option));
      return h('li', {}, option);
    });
    menu.append(h('ul', {}, options));
    return menu;
  }
  const boxes = choices.map((choice) => h('input', { type: 'checkbox', value: choice.value }));
  const keepWithinMax = () => {
    const isFull = boxes.filter((box) => box.checked).length >= max;
    for (const box of boxes) box.disabled = isFull && !box.checked;
  };
  const done = h('button', { type: 'button', class: 'button primary' }, 'Choose');
  done.addEventListener('click', () => {
    doing.press(
      callback,
      boxes.filter((box) => box.checked).map((box) => box.value),
      done,
    );
  });
  menu.append(
    h(
      'fieldset',
      { onchange: keepWithinMax },
      h('legend', { class: 'unseen' }, placeholder),
      choices.map((choice, index) => h('label', { class: 'choice' }, boxes[index], h('span', {}, texts(choice)))),
      done,
    ),
  );
  return menu;
}

/** Who speaks, and what they are here. @param {any} speaker */
export const speakerOf = ({ name, mark }) => [h('b', {}, h('bdi', {}, name)), mark && h('span', { class: 'mark' }, mark)];

/** A private panel. @param {any} view @param {Doing & { dismiss: () => void, close: string }} doing */
export function panelOf(view, doing) {
  return h(
    'section',
    { class: 'panel', tabindex: '-1', 'aria-label': 'Only you can see this' },
    h(
      'div',
      { class: 'only' },
      icon('eye'),
      h('span', {}, 'Only you can see this'),
      h(
        'button',
        { type: 'button', class: 'quiet', 'aria-label': doing.close, title: doing.close, onclick: doing.dismiss },
        icon('close'),
      ),
    ),
    view.speaker && h('p', { class: 'by' }, speakerOf(view.speaker)),
    viewOf(view, doing),
  );
}
