import { post, remove } from './api.js';
import { avatar, byId, h, icon, keyed } from './dom.js';

/**
 * "You are": everybody in the room, one press away.
 * @param {{ become: (person: string) => void, add: () => void }} options
 */
export function peopleBar({ become, add }) {
  const bar = byId('people');
  const list = h('ul', {});
  let shownAs = '';
  bar.append(
    h('span', { class: 'label', 'aria-hidden': 'true' }, 'You are'),
    list,
    h(
      'button',
      { type: 'button', class: 'quiet add', 'aria-label': 'Add a person', title: 'Add a person', onclick: add },
      icon('plus'),
    ),
  );

  return {
    /** @param {any} state */
    update({ people, me, roles }) {
      const named = people.map((person) => ({ ...person, isMe: person.id === me.id, roleNames: roleNames(person, roles) }));
      keyed(list, named, { key: ({ id }) => id, build: (person) => h('li', {}, chipOf(person, become)) });
      const mine = list.querySelector('li:has([aria-pressed=true])');
      if (shownAs !== me.id && mine)
        list.scrollLeft = mine.offsetLeft - list.offsetLeft - (list.clientWidth - mine.clientWidth) / 2;
      shownAs = me.id;
    },
  };
}

function chipOf(person, become) {
  const unread = person.isMe ? 0 : person.unreadDirect;
  const isDotted = !person.isMe && unread === 0 && person.unreadElsewhere > 0;
  return h(
    'button',
    {
      type: 'button',
      class: 'chip',
      'aria-pressed': String(person.isMe),
      title: person.roleNames || null,
      onclick: () => become(person.id),
    },
    avatar(person),
    h('bdi', {}, person.name),
    unread > 0 && h('span', { class: 'count' }, String(unread), h('span', { class: 'unseen' }, ' unread direct messages')),
    isDotted && h('span', { class: 'dot' }, h('span', { class: 'unseen' }, 'unread messages')),
  );
}

const roleNames = ({ roles: held, isSpaceAdmin }, roles) =>
  [...roles.filter(({ id }) => held.includes(id)).map(({ name }) => name), ...(isSpaceAdmin ? ['runs the room'] : [])].join(', ');

/** Who I am in this room, at the foot of the sidebar. */
export function ownCard({ changed, left, failed }) {
  return (state) => {
    const { me } = state;
    const person = state.people.find(({ id }) => id === me.id);
    const box = h('input', { type: 'checkbox', checked: me.takesDirectMessages });
    box.addEventListener('change', () => {
      post(`/api/people/${me.id}`, { takesDirectMessages: box.checked }).then(changed, failed);
    });
    return h(
      'div',
      { class: 'own' },
      h(
        'div',
        { class: 'who' },
        avatar(me),
        h('div', {}, h('b', {}, h('bdi', {}, me.name)), h('small', {}, roleNames(person, state.roles) || 'no roles')),
      ),
      h('label', { class: 'switch' }, box, h('span', {}, 'Takes direct messages')),
      state.people.length > 1 &&
        h(
          'button',
          { type: 'button', class: 'plainly', onclick: () => remove(`/api/people/${me.id}`).then(left, failed) },
          'Leave the room',
        ),
    );
  };
}

/** The dialog that adds a person. @param {{ added: (person: string) => void, failed: (error: unknown) => void }} options */
export function personDialog({ added, failed }) {
  const dialog = h('dialog', { class: 'form small', 'aria-labelledby': 'person-title' });
  document.body.append(dialog);
  return {
    /** @param {any} state */
    open({ roles }) {
      const name = h('input', { id: 'person-name', maxlength: '40', required: true });
      const box = (label, value) => {
        const input = h('input', { type: 'checkbox', value });
        return { input, label: h('label', { class: 'choice' }, input, h('span', {}, label)) };
      };
      const held = roles.map((role) => box(role.name, role.id));
      const admin = box('Runs the room (may set things up)', '');
      const form = h(
        'form',
        {},
        h('header', {}, h('h2', { id: 'person-title' }, 'Add a person')),
        h(
          'div',
          { class: 'fields' },
          h('div', { class: 'field' }, h('label', { for: 'person-name' }, 'Name'), name),
          h(
            'fieldset',
            { class: 'field' },
            h('legend', {}, 'Roles'),
            h(
              'div',
              { class: 'choices' },
              held.map(({ label }) => label),
              admin.label,
            ),
          ),
        ),
        h(
          'footer',
          {},
          h('button', { type: 'button', class: 'button plain', onclick: () => dialog.close() }, 'Cancel'),
          h('button', { type: 'submit', class: 'button primary' }, 'Add'),
        ),
      );
      form.addEventListener('submit', (event) => {
        event.preventDefault();
        const chosen = held.filter(({ input }) => input.checked).map(({ input }) => input.value);
        dialog.close();
        post('/api/people', { name: name.value, roles: chosen, isSpaceAdmin: admin.input.checked }).then(
          ({ id }) => added(id),
          failed,
        );
      });
      dialog.replaceChildren(form);
      dialog.showModal();
    },
  };
}
