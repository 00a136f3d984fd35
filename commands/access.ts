import { parseCallback } from '../src/chat/callback.ts';
import type { Who } from '../src/chat/command.ts';
import type { Invocation } from '../src/chat/invocation.ts';
import type { Place } from '../src/cohorts/service.ts';
import type { Member } from '../src/members/rules.ts';
import type { Knows, Services } from './context.ts';

/** Finds who acts: their cohort, their membership, and what they may do. */
export function openAccess({ cohorts, members, checkIns }: Pick<Services, 'cohorts' | 'members' | 'checkIns'>) {
  return async (invocation: Invocation, leavesTrace = true): Promise<Knows> => {
    const { platform, space, person } = invocation;
    if (space !== null) {
      const here = await members.findAt({ platform, space, person: person.id });
      const knows = await known({ platform, space }, here, invocation);
      if (knows.member && knows.member.goneAt !== null && leavesTrace) await members.personBack(knows.member);
      return knows;
    }
    // A direct message outlives a membership: whoever presses an old button there may have left the place.
    const member = await memberInDirectMessage(invocation);
    if (!member)
      return { standing: new Set<Who>(['everyone']), place: null, cohort: null, isHome: false, member: null, isLead: false };
    return known({ platform, space: member.space }, member, invocation);
  };

  async function known(place: Place, found: Member | null, { person }: Invocation): Promise<Knows> {
    const { cohort, isHome, isArranged, isModerator, isLead } = await cohorts.standing(place, person.roles);
    // Somebody may be left of the cohort that this space was linked to before.
    const member = found && found.cohort === cohort?.id ? found : null;
    const standing = new Set<Who>(['everyone']);
    if (member) standing.add('members');
    if (isModerator || (person.isSpaceAdmin && !isArranged)) standing.add('moderators');
    if (person.isSpaceAdmin) standing.add('admins');
    return { standing, place, cohort, isHome, member, isLead };
  }

  /** A direct message belongs to no space: the one membership counts, or the one that the pressed button is about. */
  async function memberInDirectMessage({ platform, person, act }: Invocation): Promise<Member | null> {
    const memberships = await members.ofPerson(platform, person.id);
    if (memberships.length < 2) return memberships[0] ?? null;
    const callback =
      act.kind === 'press' || act.kind === 'submit' ? parseCallback(act.callback) : act.kind === 'answer' ? act.callback : null;
    const subject = callback?.id.split('.')[0] ?? '';
    const round = subject === '' ? null : await checkIns.round(subject);
    return memberships.find(({ id, cohort }) => id === subject || cohort === round?.cohort) ?? null;
  }
}
