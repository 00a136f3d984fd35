import type { Notice, Platform } from '../src/chat/invocation.ts';
import type { Services } from './context.ts';

/** What happens when a space, a channel or a person goes away or comes back. Repeats are harmless. */
export function openNotices({ cohorts, members }: Pick<Services, 'cohorts' | 'members'>) {
  return async (platform: Platform, notice: Notice): Promise<void> => {
    const place = { platform, space: notice.space };
    switch (notice.kind) {
      case 'space-present': {
        const goneAt = await cohorts.spacePresent(place);
        if (goneAt !== null) await members.spacePresent(platform, notice.space, goneAt);
        return;
      }
      case 'space-gone': {
        const goneAt = await cohorts.spaceGone(place);
        if (goneAt !== null) await members.spaceGone(platform, notice.space, goneAt);
        return;
      }
      case 'channel-gone':
        return cohorts.channelBroken(place, notice.channel, 'gone');
      case 'person-gone':
        return members.personGone({ ...place, person: notice.person });
      default:
        return notice satisfies never;
    }
  };
}
