/** Numbers that are learned, and the slope that the next step goes down. */
export interface Adam {
  readonly values: Float32Array;
  readonly slope: Float32Array;
  /** Steps all numbers, or those of some rows, and forgets their slope. */
  step(rate: number, rows?: { readonly touched: Iterable<number>; readonly size: number }): void;
}

const [FIRST, SECOND] = [0.9, 0.999];

/** Adam (Kingma and Ba, 2015); rows that are not touched stay as they are. */
export function openAdam(values: Float32Array): Adam {
  const slope = new Float32Array(values.length);
  const means = new Float32Array(values.length);
  const squares = new Float32Array(values.length);
  let steps = 0;
  return {
    values,
    slope,
    step(rate, rows) {
      steps += 1;
      const share = rate / (1 - FIRST ** steps);
      const whole = 1 - SECOND ** steps;
      if (!rows) return move(0, values.length, share, whole);
      for (const row of rows.touched) move(row * rows.size, (row + 1) * rows.size, share, whole);
    },
  };

  function move(from: number, to: number, share: number, whole: number): void {
    for (let at = from; at < to; at += 1) {
      const down = slope[at] ?? 0;
      const mean = FIRST * (means[at] ?? 0) + (1 - FIRST) * down;
      const square = SECOND * (squares[at] ?? 0) + (1 - SECOND) * down * down;
      means[at] = mean;
      squares[at] = square;
      values[at] = (values[at] ?? 0) - (share * mean) / (Math.sqrt(square / whole) + 1e-8);
      slope[at] = 0;
    }
  }
}
