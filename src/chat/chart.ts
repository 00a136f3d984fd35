/** A small line chart of one person's own weeks, as data. Adapters draw it as a picture or as bars in text. */
export interface Chart {
  /** Oldest first, one label a point: "3 May". At most 26. */
  readonly labels: readonly string[];
  readonly series: readonly ChartSeries[];
}

export interface ChartSeries {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** Null where there is no answer. As many as there are labels. */
  readonly values: readonly (number | null)[];
}
