import { startSentences } from './start-up.ts';

/** One line of a check-up. */
export type Finding =
  | { readonly kind: 'well'; readonly what: string }
  /** Nothing is wrong, and it is good to know. */
  | { readonly kind: 'note'; readonly what: string }
  /** `mend` says what to do, a line each. */
  | { readonly kind: 'fault'; readonly what: string; readonly mend: readonly string[] };

export interface Section {
  readonly title: string;
  readonly findings: readonly Finding[];
}

export const well = (what: string): Finding => ({ kind: 'well', what });
export const noted = (what: string): Finding => ({ kind: 'note', what });
export const fault = (what: string, ...mend: readonly string[]): Finding => ({ kind: 'fault', what, mend });

/** An error as a finding: its first sentence says what is wrong, the others how to mend it. */
export function faultOf(error: unknown): Finding {
  const [what = '', ...mend] = startSentences(error);
  return fault(what, ...mend);
}

const MARKS: Readonly<Record<Finding['kind'], string>> = { well: '✓', note: '·', fault: '✗' };

/** A list to read in a terminal, and whether all is well. */
export function reportOf(sections: readonly Section[]): { readonly text: string; readonly isWell: boolean } {
  const faults = sections.flatMap(({ findings }) => findings).filter(({ kind }) => kind === 'fault').length;
  const lines = sections.flatMap(({ title, findings }) => [
    title,
    ...findings.flatMap((finding) => [
      `  ${MARKS[finding.kind]} ${finding.what}`,
      ...(finding.kind === 'fault' ? finding.mend.map((line) => `    ${line}`) : []),
    ]),
    '',
  ]);
  const verdict =
    faults === 0 ? 'All is well.' : `${faults} ${faults === 1 ? 'thing needs' : 'things need'} mending: see ✗ above.`;
  return { text: `${[...lines, verdict].join('\n')}\n`, isWell: faults === 0 };
}
