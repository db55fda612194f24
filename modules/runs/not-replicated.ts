import type { BackupRequest } from "../contract/events.ts";

/** A rule by which a store copies what is written to it. */
export interface CopyRule {
  readonly enabled: boolean;
  /** Keys that begin so are copied. */
  readonly prefix: string;
  /** ARN of a bucket. */
  readonly to: string;
}

/**
 * Copies that a run was asked for and that the store does not make. A store that has lost its rules says nothing by
 * itself: each run would be complete, and the copy would stay as old as it is.
 */
export function notReplicated(
  { store, copies }: Pick<BackupRequest, "store" | "copies">,
  rules: readonly CopyRule[],
): string[] {
  const copiedTo = new Set(
    rules.filter(({ enabled, prefix }) => enabled && store.prefix.startsWith(prefix)).map(({ to }) => to),
  );
  return copies
    .filter(({ bucket }) => bucket !== undefined && !copiedTo.has(bucket))
    .map(
      ({ region }) =>
        `nothing is copied to ${region}: no enabled replication rule of ${store.bucket} takes ${store.prefix} there; deploy links-${store.region}`,
    );
}
