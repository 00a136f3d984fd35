import type { Platform } from '../chat/invocation.ts';
import type { NewDelivery } from '../delivery/delivery.ts';
import type { Outbox } from '../delivery/outbox.ts';
import { UserError } from '../errors.ts';
import { openOneTimeCodes } from '../privacy/one-time-codes.ts';
import { RETENTION } from '../privacy/retention.ts';
import type { Forgetting } from '../store/forgetting.ts';
import type { Record as TheRecord } from '../store/record.ts';
import { type Cohort, linkObstacle, SPACES_MAX } from './rules.ts';
import { openCohortStore, type Place } from './store.ts';

/** Somebody who links or unlinks, where they do it. */
export interface Linker {
  readonly place: Place;
  /** As the audit log is to name them. */
  readonly actor: string;
}

export interface LinkingOptions {
  readonly record: TheRecord;
  readonly forgetting: Pick<Forgetting, 'setUntil' | 'get' | 'group'>;
  readonly outbox: Pick<Outbox, 'owe' | 'cancel'>;
  /** Into the audit log of the cohort, in the transaction of what was done. */
  note(
    cohort: string,
    entry: {
      readonly actor: string;
      readonly action: string;
      readonly subject: string;
      readonly details: Readonly<Record<string, string | number>>;
    },
  ): Promise<unknown>;
  /** The members of a space are members no more, or are again those that they were; in the same transaction. */
  membersGone(place: Place, at: number): Promise<void>;
  membersBack(place: Place, goneAt: number): Promise<void>;
  /** What else is held about a cohort whose set-up was begun and is given up. */
  eraseDraft(cohort: string): Promise<void>;
  now(): number;
}

const WEEK_MS = 7 * 24 * 3_600_000;
/** Their words stand in `commands/cohort-link.ts`. */
const KINDS = { linked: 'cohort:linked', unlinked: 'cohort:unlinked', parted: 'cohort:parted' } as const;

/** A space that was unlinked, so that its members are back should it be linked again in time. */
const PARTED = 'unlinked';
interface Parted {
  readonly cohort: string;
  readonly at: number;
}

export type Linking = ReturnType<typeof openLinking>;

/**
 * More than one space for one cohort. A moderator of its home makes a code, whoever manages another space enters it there,
 * and both ends have agreed. It is told in the check-in channels of all spaces, since more people read along from then on.
 */
export function openLinking(options: LinkingOptions) {
  const { record, forgetting, outbox, note, now } = options;
  const store = openCohortStore(record);
  const codes = openOneTimeCodes<{ readonly cohort: string; readonly platform: Platform }>({ ...options, purpose: 'link' });

  async function homeOf(cohort: string): Promise<Place> {
    const home = await store.homeOf(cohort);
    if (!home) throw new UserError('no-cohort');
    return home;
  }

  /** Makes the change known wherever the cohort lives. */
  async function tell(cohort: string, kind: string, of: Place, places: readonly Place[]): Promise<void> {
    const deliveries: NewDelivery[] = [];
    for (const place of places) {
      const { channels } = await store.arrangement(place);
      const channel = channels.find(({ purpose }) => purpose === 'check-ins')?.channel;
      if (channel === undefined) continue;
      deliveries.push({
        key: `${kind}:${cohort}:${nameOf(of)}:${now()}:${nameOf(place)}`,
        kind,
        subject: `${cohort}/${of.platform}`,
        cohort,
        to: { kind: 'channel', ...place, channel },
        notBefore: now(),
        expiresAt: now() + WEEK_MS,
        quietHours: 'ignore',
        pin: false,
        edits: null,
        thread: null,
      });
    }
    await outbox.owe(deliveries);
  }

  return {
    /** Everywhere that the cohort lives, the home first. */
    spacesOf: store.allSpacesOf,

    /** A code for one use within the hour; the one before ends. @throws UserError */
    async makeCode(cohort: Cohort, by: Linker): Promise<{ readonly code: string; readonly until: number }> {
      return record.transaction(async () => {
        const home = await homeOf(cohort.id);
        if (!isSame(home, by.place)) throw new UserError('only-at-home');
        if (cohort.state === 'draft') throw new UserError('cohort-not-open');
        if ((await store.allSpacesOf(cohort.id)).length >= SPACES_MAX) throw new UserError('link-full', { most: SPACES_MAX });
        await note(cohort.id, { actor: by.actor, action: 'cohort:link-code', subject: '', details: {} });
        return codes.make(cohort.id, { cohort: cohort.id, platform: home.platform });
      });
    },

    /**
     * Joins the space to the cohort that the code is of. A set-up that was begun there is given up for it.
     * `attempt` names the event, so that the same done again is not refused.
     * @throws UserError about the field `code`.
     */
    async enter(typed: string, by: Linker, attempt: string): Promise<Cohort> {
      return record.transaction(async () => {
        const refuse = (code: string) => new UserError(code, {}, 'code');
        const looked = await codes.look(typed, attempt);
        if (looked.state !== 'open') throw refuse(`link-code-${looked.state}`);
        const here = await store.findAt(by.place);
        const obstacle = linkObstacle({ platform: by.place.platform, cohort: here }, looked.value);
        if (obstacle) throw refuse(obstacle);
        const cohort = await store.find(looked.value.cohort);
        if (!cohort) throw refuse('link-code-unknown');
        const spaces = await store.allSpacesOf(cohort.id);
        if (spaces.length >= SPACES_MAX) throw new UserError('link-full', { most: SPACES_MAX }, 'code');
        if (!(await codes.take(looked.receipt, attempt))) throw refuse('link-code-used');
        if (here) await options.eraseDraft(here.id);
        await store.insertSpace(cohort.id, by.place, now());
        const before = await forgetting.get<Parted>(PARTED, nameOf(by.place));
        if (before?.cohort === cohort.id) await options.membersBack(by.place, before.at);
        const details = { platform: by.place.platform };
        await note(cohort.id, { actor: by.actor, action: 'cohort:linked', subject: '', details });
        await tell(cohort.id, KINDS.linked, by.place, spaces);
        return cohort;
      });
    },

    /**
     * Takes a linked space out of its cohort, from the home or from that space. Its channels and who moderates there are
     * forgotten, nothing more is sent there, and its members are treated as those of a space that Bombus has lost.
     * @throws UserError `link-home`, `link-none`, `only-at-home`
     */
    async unlink(cohort: string, place: Place, by: Linker): Promise<void> {
      await record.transaction(async () => {
        const space = (await store.allSpacesOf(cohort)).find((one) => isSame(one, place));
        if (!space) throw new UserError('link-none');
        if (space.isHome) throw new UserError('link-home');
        if (!isSame(place, by.place) && !isSame(await homeOf(cohort), by.place)) throw new UserError('only-at-home');
        await outbox.cancel({ cohort, platform: place.platform, space: place.space });
        if (space.goneAt === null) await tell(cohort, KINDS.parted, place, [place]);
        await store.removeSpace(place);
        await store.clearPlace(place);
        const at = space.goneAt ?? now();
        await options.membersGone(place, at);
        await forgetting.setUntil(PARTED, nameOf(place), { cohort, at } satisfies Parted, now() + RETENTION.goneMemberMs);
        const details = { platform: place.platform };
        await note(cohort, { actor: by.actor, action: 'cohort:unlinked', subject: '', details });
        await tell(cohort, KINDS.unlinked, place, await store.spacesOf(cohort));
      });
    },
  };
}

const isSame = (a: Place, b: Place): boolean => a.platform === b.platform && a.space === b.space;
const nameOf = ({ platform, space }: Place): string => `${platform}:${space}`;
