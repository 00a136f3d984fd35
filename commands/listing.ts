import type { Listing } from '../src/chat/listing.ts';

/** How Bombus presents itself where a platform lists apps. Shortcuts name verbs of this folder. */
export const listing: Listing = {
  name: 'Bombus',
  description: 'Peer support for student cohorts: a private weekly check-in, and the way to help.',
  usage: 'Check in, see your weeks, find support. Only you see the answer.',
  shortcuts: [
    { verb: 'checkin', name: 'Check in', description: 'Say how your week went. Nobody else sees your answer.' },
    { verb: 'support', name: 'Find support', description: 'Where help is, nearest first.' },
  ],
};
