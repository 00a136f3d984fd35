import type { Record as TheRecord } from '../store/record.ts';
import type { AuditTrail } from './audit-trail.ts';
import { type ModerationSettings, REPORT_THRESHOLD, SEAL_DAYS } from './rules.ts';
import { openModerationStore } from './store.ts';

export interface SettingsOptions {
  readonly record: TheRecord;
  readonly audit: AuditTrail;
  /** Called in the same transaction. */
  changed(cohort: string): Promise<void>;
}

/** How each cohort is moderated. A new length of seals holds for what is posted from then on. */
export function openModerationSettings({ record, audit, changed }: SettingsOptions) {
  const store = openModerationStore(record);

  return {
    of: store.settings,

    /** @throws RangeError for what no form lets through. */
    async save(cohort: string, settings: ModerationSettings, moderator: string): Promise<void> {
      refuseUnfit(settings);
      await record.transaction(async () => {
        await store.setSettings(cohort, settings);
        const { beforePublishing, reportThreshold, sealDays, duty } = settings;
        await audit.append(cohort, {
          actor: moderator,
          action: 'moderation:settings',
          subject: cohort,
          details: {
            beforePublishing: beforePublishing ? 1 : 0,
            reportThreshold,
            sealDays,
            dutyFrom: duty.from,
            dutyTo: duty.to,
            dutyDays: duty.days.join(','),
          },
        });
        await changed(cohort);
      });
    },
  };
}

export type Settings = ReturnType<typeof openModerationSettings>;

function refuseUnfit({ reportThreshold, sealDays, duty }: ModerationSettings): void {
  const isWithin = (value: number, { from, to }: { readonly from: number; readonly to: number }) =>
    Number.isInteger(value) && value >= from && value <= to;
  const minutes = { from: 0, to: 1439 };
  const isFit =
    isWithin(reportThreshold, REPORT_THRESHOLD) &&
    isWithin(sealDays, SEAL_DAYS) &&
    isWithin(duty.from, minutes) &&
    isWithin(duty.to, minutes) &&
    duty.days.every((day) => isWithin(day, { from: 1, to: 7 }));
  if (!isFit) throw new RangeError('no settings of moderation');
}
