/** What moderation writes into the audit log, inside the caller's transaction. Never words that a person wrote. */
export interface AuditTrail {
  append(
    cohort: string,
    entry: {
      /** The platform's id of whoever acted. */
      readonly actor: string;
      readonly action: string;
      readonly subject: string;
      readonly details: Readonly<Record<string, string | number>>;
    },
  ): Promise<unknown>;
}
