import { post } from './api.js';
import { byId, h, icon } from './dom.js';

/** The theme, the room's time zone, and beginning anew. */
export function tools({ zone, changed, failed, begin }) {
  const bar = byId('tools');
  const theme = h('button', {
    type: 'button',
    class: 'quiet',
    onclick: () => setTheme(shownTheme() === 'dark' ? 'light' : 'dark'),
  });
  const dialog = h('dialog', { class: 'form small', 'aria-labelledby': 'room-title' });
  document.body.append(dialog);
  bar.append(
    theme,
    h(
      'button',
      { type: 'button', class: 'quiet', 'aria-label': 'Room settings', title: 'Room settings', onclick: open },
      icon('gear'),
    ),
  );

  function setTheme(name) {
    document.documentElement.dataset.theme = name;
    localStorage.setItem('theme', name);
    drawTheme();
  }

  function drawTheme() {
    const other = shownTheme() === 'dark' ? 'light' : 'dark';
    theme.replaceChildren(icon(other === 'light' ? 'sun' : 'moon'));
    theme.setAttribute('aria-label', `Use ${other} colours`);
    theme.title = `Use ${other} colours`;
  }

  function open() {
    const zones = h(
      'select',
      { id: 'room-zone' },
      Intl.supportedValuesOf('timeZone').map((name) =>
        h('option', { value: name, selected: name === zone() }, name.replaceAll('_', ' ')),
      ),
    );
    zones.addEventListener('change', () => post('/api/room', { zone: zones.value }).then(changed, failed));
    dialog.replaceChildren(
      h(
        'form',
        { method: 'dialog' },
        h('header', {}, h('h2', { id: 'room-title' }, 'Room settings')),
        h(
          'div',
          { class: 'fields' },
          h('div', { class: 'field' }, h('label', { for: 'room-zone' }, 'Time zone of this page'), zones),
          h(
            'div',
            { class: 'field' },
            h('p', {}, 'Begin anew: deletes every message and person you added, and everything that the bot keeps.'),
            h('button', { type: 'button', class: 'button danger', onclick: () => confirm(false) }, 'Begin anew'),
            h('button', { type: 'button', class: 'button danger', onclick: () => confirm(true) }, 'Begin without a cohort'),
          ),
        ),
        h('footer', {}, h('button', { type: 'submit', class: 'button primary' }, 'Close')),
      ),
    );
    dialog.showModal();
  }

  function confirm(isEmpty) {
    const sure = h('button', { type: 'button', class: 'button danger' }, 'Delete everything');
    sure.addEventListener('click', () => {
      dialog.close();
      begin(isEmpty);
    });
    dialog.replaceChildren(
      h(
        'form',
        { method: 'dialog' },
        h('header', {}, h('h2', { id: 'room-title' }, 'Delete everything and begin anew?')),
        h(
          'div',
          { class: 'fields' },
          h(
            'p',
            {},
            isEmpty
              ? 'This cannot be undone. The room will be empty, for you to set up the cohort yourself.'
              : 'This cannot be undone. The room will be as you first found it.',
          ),
        ),
        h('footer', {}, h('button', { type: 'submit', class: 'button plain' }, 'Keep everything'), sure),
      ),
    );
    dialog.querySelector('button')?.focus();
  }

  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', drawTheme);
  drawTheme();
}

const shownTheme = () =>
  document.documentElement.dataset.theme ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
