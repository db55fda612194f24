import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readZoneLock } from "../../modules/policy/estate/read-zones.ts";
import type { ZoneLock } from "../../modules/policy/estate.ts";
import { formatZoneLock } from "../../modules/policy/zones/format-zone-lock.ts";
import { mergeZoneLock, type Seen } from "../../modules/policy/zones/merge-zone-lock.ts";
import { zoneChanges } from "../../modules/policy/zones/zone-changes.ts";

const COMMITTED = readFileSync(new URL("../../policies/zones.lock.json", import.meta.url), "utf8");
const day = fc.constantFrom("2026-11-23", "2026-12-01", "2027-02-28");
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

/** Regions r0 to r5 and zones z0 to z7, few enough that locks and answers meet. */
const lock: fc.Arbitrary<ZoneLock> = fc
  .uniqueArray(
    fc.record({
      id: fc.integer({ min: 0, max: 5 }).map((n) => `r${n}`),
      partition: fc.constantFrom("aws", "aws", "aws-cn"),
      optIn: fc.boolean(),
      retired: optional(day),
    }),
    { selector: ({ id }) => id, minLength: 1 },
  )
  .chain((regions) =>
    fc.record({
      regions: fc.constant(regions),
      zones: fc.uniqueArray(
        fc.record({
          id: fc.integer({ min: 0, max: 7 }).map((n) => `z${n}`),
          type: fc.constantFrom("local-zone", "wavelength-zone"),
          parent: fc.constantFrom(...regions.map(({ id }) => id)),
          group: optional(fc.constantFrom("g0", "g1")),
          retired: optional(day),
        }),
        { selector: ({ id }) => id },
      ),
    }),
  )
  .map(({ regions, zones }) => ({ regions: tidy(regions), zones: tidy(zones) }) as ZoneLock);

const seen: fc.Arbitrary<Seen> = fc
  .uniqueArray(
    fc.record({
      id: fc.integer({ min: 0, max: 6 }).map((n) => `r${n}`),
      optIn: fc.boolean(),
      zones: optional(
        fc.uniqueArray(
          fc.record({
            id: fc.integer({ min: 0, max: 9 }).map((n) => `z${n}`),
            type: fc.constantFrom("local-zone", "wavelength-zone"),
            group: optional(fc.constantFrom("g0", "g1")),
          }),
          { selector: ({ id }) => id },
        ),
      ),
    }),
    { selector: ({ id }) => id },
  )
  .map((regions) => ({ partition: "aws", regions: tidy(regions) }) as Seen);

/** Sorted, and without the keys that hold nothing. */
function tidy<T extends { id: string }>(sites: readonly T[]): T[] {
  return (JSON.parse(JSON.stringify(sites)) as T[]).sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** What a provider lists that has just what the lock says is there. */
function listed({ regions, zones }: ZoneLock, partition = "aws"): Seen {
  const present = <T extends { retired?: string }>(sites: readonly T[]) =>
    sites.filter(({ retired }) => retired === undefined);
  return {
    partition,
    regions: present(regions)
      .filter((region) => region.partition === partition)
      .map(({ id, optIn }) => ({
        id,
        optIn,
        zones: present(zones)
          .filter(({ parent }) => parent === id)
          .map(({ id, type, group }) => ({ id, type, ...(group !== undefined && { group }) })),
      })),
  };
}

describe("a merge", () => {
  test("of what the lock says changes nothing, and of the committed lock not one byte", () => {
    // A zone that is listed under a region that is gone: no provider says so.
    const sound = lock.filter(({ regions, zones }) =>
      zones.every(
        ({ parent, retired }) =>
          retired !== undefined ||
          regions.some((region) => region.id === parent && region.retired === undefined),
      ),
    );
    fc.assert(
      fc.property(sound, day, (lock, day) => {
        expect(mergeZoneLock(lock, listed(lock), day)).toEqual(lock);
      }),
    );

    const committed = JSON.parse(COMMITTED) as ZoneLock & { source: string; date: string };
    for (const partition of ["aws", "aws-cn"]) {
      const merged = mergeZoneLock(committed, listed(committed, partition), "2027-01-31");
      expect(formatZoneLock(committed.source, committed.date, merged)).toBe(COMMITTED);
    }
  });

  test("done again changes nothing more, on whichever day", () => {
    fc.assert(
      fc.property(lock, seen, day, day, (lock, seen, first, second) => {
        const merged = mergeZoneLock(lock, seen, first);
        expect(mergeZoneLock(merged, seen, second)).toEqual(merged);
        expect(zoneChanges(merged, merged)).toEqual([]);
      }),
    );
  });

  test("takes nothing out, holds all that is listed, and can be read again", () => {
    const ids = ({ regions, zones }: ZoneLock) => [...regions, ...zones].map(({ id }) => id);
    fc.assert(
      fc.property(lock, seen, day, (lock, seen, day) => {
        const merged = mergeZoneLock(lock, seen, day);
        const all = seen.regions.flatMap(({ id, zones = [] }) => [id, ...zones.map((zone) => zone.id)]);
        expect(ids(merged)).toEqual(expect.arrayContaining([...ids(lock), ...all]));
        const present = [...merged.regions, ...merged.zones].filter(({ retired }) => retired === undefined);
        expect(present.map(({ id }) => id)).toEqual(expect.arrayContaining(all));
        const { zoneLock, diagnostics } = readZoneLock("l.json", formatZoneLock("s", day, merged));
        expect([diagnostics, { regions: zoneLock?.regions, zones: zoneLock?.zones }]).toEqual([[], merged]);
      }),
    );
  });

  test("leaves other partitions and the zones of silent regions alone", () => {
    fc.assert(
      fc.property(lock, seen, day, (lock, seen, day) => {
        const merged = mergeZoneLock(lock, seen, day);
        const named = new Set(
          seen.regions.flatMap(({ id, zones = [] }) => [id, ...zones.map((zone) => zone.id)]),
        );
        const silent = new Set(seen.regions.filter(({ zones }) => zones === undefined).map(({ id }) => id));
        const apart = lock.regions.filter(({ id, partition }) => partition !== "aws" && !named.has(id));
        expect(merged.regions).toEqual(expect.arrayContaining(apart));
        const kept = lock.zones.filter(({ id, parent }) => silent.has(parent) && !named.has(id));
        expect(merged.zones).toEqual(expect.arrayContaining(kept));
      }),
    );
  });

  test("keeps the day on which a site was first missed, and forgets it when the site is back", () => {
    const before: ZoneLock = {
      regions: [{ id: "r", partition: "aws", optIn: false }],
      zones: [
        { id: "z1", type: "local-zone", parent: "r", retired: "2026-01-31" },
        { id: "z2", type: "local-zone", parent: "r", group: "g", retired: "2026-01-31" },
        { id: "z3", type: "local-zone", parent: "r" },
      ],
    };
    const now: Seen = {
      partition: "aws",
      regions: [{ id: "r", optIn: false, zones: [{ id: "z2", type: "local-zone" }] }],
    };
    const after = mergeZoneLock(before, now, "2027-01-31");
    expect(after.zones).toEqual([
      { id: "z1", type: "local-zone", parent: "r", retired: "2026-01-31" },
      { id: "z2", type: "local-zone", parent: "r", group: "g" },
      { id: "z3", type: "local-zone", parent: "r", retired: "2027-01-31" },
    ]);
    expect(zoneChanges(before, after)).toEqual([
      { kind: "zone", id: "z2", change: "returned", before: { retired: "2026-01-31" }, after: {} },
      { kind: "zone", id: "z3", change: "gone", before: {}, after: { retired: "2027-01-31" } },
    ]);
  });
});
