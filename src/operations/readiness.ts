import type { Adapter } from '../chat/adapter.ts';
import type { Platform } from '../chat/invocation.ts';

interface Checked {
  check(): Promise<void>;
}

/** What is not there yet, by name; empty when everything is. */
export async function notReady(
  { record, forgetting }: { readonly record: Checked; readonly forgetting: Checked },
  adapters: ReadonlyMap<Platform, Adapter>,
): Promise<readonly string[]> {
  const fails = (check: Promise<void>) =>
    check.then(
      () => false,
      () => true,
    );
  return [
    ...[...adapters.values()].filter((adapter) => !adapter.isReady()).map(({ platform }) => platform),
    ...((await fails(record.check())) ? ['record'] : []),
    ...((await fails(forgetting.check())) ? ['forgetting store'] : []),
  ];
}
