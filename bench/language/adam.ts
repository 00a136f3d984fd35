/** Numbers that are learned, and the slope that the next step goes down. */
export interface Adam {
  readonly slope: Float32Array;
  /** Steps at a rate, and forgets the slope. */
  step(rate: number): void;
}

const [FIRST, SECOND] = [0.9, 0.999];
const DECAY = 1e-5;

export function openAdam(values: Float32Array): Adam {
  const slope = new Float32Array(values.length);
  const means = new Float32Array(values.length);
  const squares = new Float32Array(values.length);
  let steps = 0;
  return {
    slope,
    step(rate) {
      steps += 1;
      const share = rate / (1 - FIRST ** steps);
      const whole = 1 - SECOND ** steps;
      for (let at = 0; at < values.length; at += 1) {
        const down = (slope[at] ?? 0) + DECAY * (values[at] ?? 0);
        const mean = FIRST * (means[at] ?? 0) + (1 - FIRST) * down;
        const square = SECOND * (squares[at] ?? 0) + (1 - SECOND) * down * down;
        means[at] = mean;
        squares[at] = square;
        values[at] = (values[at] ?? 0) - (share * mean) / (Math.sqrt(square / whole) + 1e-8);
      }
      slope.fill(0);
    },
  };
}
