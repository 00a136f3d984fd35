import { hasSpecs, spec } from '../../support/specs.ts';
import { isObject } from './block-check.ts';

/** Arguments that a method does not know, or lacks, by the reference of all methods where it is at hand. */
export function faultsOfArguments(method: string, given: readonly string[]): readonly string[] {
  if (!hasSpecs) return [];
  const [family = ''] = method.split('.');
  const reference = spec(`slack-api-ref/methods/${family}/${method}.json`);
  if (!isObject(reference) || !isObject(reference.args)) return [`no such method: ${method}`];
  const known = Object.entries(reference.args);
  return [
    ...given
      .filter((name) => name !== 'token' && !known.some(([each]) => each === name))
      .map((name) => `${method} knows no ${name}`),
    ...known
      .filter(([name, argument]) => isObject(argument) && argument.required === true && name !== 'token' && !given.includes(name))
      .map(([name]) => `${method} lacks ${name}`),
  ];
}
