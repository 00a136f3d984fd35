import { byId, h, icon, keyed } from './dom.js';

/**
 * The sidebar: channels, direct messages, and who I am.
 * @param {{ visit: (conversation: string) => void, card: (state: any) => HTMLElement }} options
 */
export function places({ visit, card }) {
  const nav = byId('places');
  const channels = h('ul', {});
  const inbox = h('ul', {});
  const own = h('div', {});
  nav.append(h('h2', {}, 'Channels'), channels, h('h2', {}, 'Direct messages'), inbox, own);

  const item = (place) =>
    h(
      'li',
      {},
      h(
        'button',
        {
          type: 'button',
          'aria-current': place.isHere ? 'page' : null,
          class: place.unread > 0 ? 'place unread' : 'place',
          onclick: () => visit(place.id),
        },
        place.kind === 'channel' ? h('span', { class: 'hash', 'aria-hidden': 'true' }, '#') : icon('mail'),
        h('span', { class: 'name' }, place.name),
        place.isPrivate && icon('lock'),
        place.unread > 0 && h('span', { class: 'count' }, String(place.unread), h('span', { class: 'unseen' }, ' unread')),
      ),
    );

  return {
    /** @param {any} state @param {string} here */
    update(state, here) {
      const shown = state.conversations.map(({ id, kind, name, isPrivate, unread }) => ({
        id,
        kind,
        name,
        isPrivate,
        unread,
        isHere: id === here,
      }));
      const how = { key: ({ id }) => id, build: item };
      keyed(
        channels,
        shown.filter(({ kind }) => kind === 'channel'),
        how,
      );
      keyed(
        inbox,
        shown.filter(({ kind }) => kind === 'inbox'),
        how,
      );
      const { me, roles, people } = state;
      keyed(own, [state], {
        key: () => 'own',
        build: card,
        content: () => [me, roles, people.length, people.find(({ id }) => id === me.id)?.roles],
      });
    },
  };
}
