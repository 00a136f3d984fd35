/** A share in per cent, or null where it may not be told. */
export type Share = number | null;

/** One month of a cohort that is over. Null: too few to tell, or it would tell of others. */
export interface Figures {
  readonly months: readonly MonthFigures[];
}

export interface MonthFigures {
  /** `2027-03` */
  readonly month: string;
  readonly asked: number | null;
  /** Answered within two weeks. */
  readonly answered: Share;
  readonly widened: Share;
  readonly inChannel: Share;
  readonly medianHours: number | null;
  readonly byYear: readonly GroupFigures[];
  readonly byTag: readonly GroupFigures[];
  /** Of the load of mentors. */
  readonly gini: number | null;
  readonly jain: number | null;
  readonly wanted: readonly { readonly support: string; readonly yes: Share }[];
}

export interface GroupFigures {
  readonly group: string;
  readonly asked: number | null;
  readonly answered: Share;
  readonly medianHours: number | null;
}
