import fc from "fast-check";
import { sha256 } from "../../../modules/recovery/bytes.ts";
import type { MemoryStore } from "../memory-store.ts";
import { FOREIGN } from "./signed-estate.ts";

type Entry = NonNullable<ReturnType<MemoryStore["objects"]["get"]>>;

/** One thing that somebody does to a store, in a word and as an act on one of its keys. */
interface Change {
  readonly what: string;
  /** Which key, and another one: numbers that are taken modulo how many there are. */
  readonly at: number;
  readonly other: number;
  readonly act: (store: MemoryStore, key: string, other: string) => void;
}

const LOCK = "2027-12-31T00:00:00Z";

const flip =
  (at: number, by: number) =>
  (bytes: Uint8Array): Uint8Array => {
    const changed = Uint8Array.from(bytes);
    changed[at % bytes.length] = (changed[at % bytes.length] ?? 0) ^ by;
    return changed;
  };

/** The bytes that lie there become others: by rot, which the store does not notice, or by a hand that writes them anew. */
function replace(store: MemoryStore, key: string, bytes: Uint8Array, told: boolean): void {
  const entry = entryOf(store, key);
  store.objects.set(key, { ...entry, bytes, ...(told && { sha256: sha256(bytes) }) });
}

function onTop(store: MemoryStore, key: string, bytes: Uint8Array, lockedUntil?: string): void {
  store.objects.set(key, {
    ...{ bytes, sha256: sha256(bytes), version: "top", below: store.objects.get(key) },
    ...(lockedUntil !== undefined && { lockedUntil }),
  } as Entry);
}

function below(store: MemoryStore, key: string, bytes: Uint8Array): void {
  const entry = entryOf(store, key);
  const under = { bytes, sha256: sha256(bytes), version: "under", lockedUntil: LOCK };
  store.objects.set(key, { ...entry, below: under });
}

export function entryOf(store: MemoryStore, key: string): Entry {
  const entry = store.objects.get(key);
  if (entry === undefined) throw new Error(`nothing lies at ${key}`);
  return entry;
}

/** A member of JSON anywhere in it, replaced, left out or doubled. */
function inJson(bytes: Uint8Array, at: number, value: unknown): Uint8Array | undefined {
  const text = Buffer.from(bytes).toString();
  if (!text.startsWith("{")) return undefined;
  const root: unknown = JSON.parse(text);
  const places: [Record<string, unknown>, string][] = [];
  const walk = (node: unknown): void => {
    if (typeof node !== "object" || node === null) return;
    for (const member of Object.keys(node)) {
      places.push([node as Record<string, unknown>, member]);
      walk((node as Record<string, unknown>)[member]);
    }
  };
  walk(root);
  const [holder, member] = places[at % places.length] ?? [];
  if (holder === undefined || member === undefined) return undefined;
  if (value === undefined) delete holder[member];
  else holder[member] = value;
  return Buffer.from(`${JSON.stringify(root, null, 2)}\n`);
}

const nat = fc.nat(1_000_000);
const by = fc.integer({ min: 1, max: 255 });
const json = fc.oneof(
  fc.constant(undefined),
  fc.constantFrom("", "orders", "оrders", "eu-west-1", "99990101T000000Z-1f2e3d4c", "2026-11-23T21:08:30Z"),
  fc.constantFrom("ab".repeat(32), "999999999999", "arn:aws:lambda:us-east-1:123456789012:function:other"),
  fc.jsonValue(),
);

const acts = fc.oneof(
  fc.record({ what: fc.constant("a byte rots"), n: nat, by }).map(({ what, n, by: xor }) => ({
    what,
    act: (store: MemoryStore, key: string) => store.tamper(key, flip(n, xor)),
  })),
  fc
    .record({
      n: nat,
      by,
      told: fc.boolean(),
      how: fc.constantFrom("in place", "on top", "on top, locked", "below"),
    })
    .map(({ n, by: xor, told, how }) => ({
      what: `a byte changes ${how}`,
      act: (store: MemoryStore, key: string) =>
        lay(store, key, flip(n, xor)(entryOf(store, key).bytes), how, told),
    })),
  fc
    .record({ n: nat, value: json, how: fc.constantFrom("in place", "on top", "on top, locked", "below") })
    .map(({ n, value, how }) => ({
      what: `a member of JSON becomes ${JSON.stringify(value)} ${how}`,
      act: (store: MemoryStore, key: string) => {
        const bytes = inJson(entryOf(store, key).bytes, n, value);
        if (bytes !== undefined) lay(store, key, bytes, how, true);
      },
    })),
  fc.constantFrom("in place", "on top", "on top, locked", "below").map((how) => ({
    what: `the bytes of another key lie ${how}`,
    act: (store: MemoryStore, key: string, other: string) =>
      lay(store, key, entryOf(store, other).bytes, how, true),
  })),
  fc.nat(2000).map((length) => ({
    what: "it is cut off",
    act: (store: MemoryStore, key: string) =>
      replace(store, key, entryOf(store, key).bytes.subarray(0, length), true),
  })),
  fc.constantFrom(
    {
      what: "two keys change places",
      act: (store: MemoryStore, key: string, other: string) => {
        const [one, two] = [entryOf(store, key), entryOf(store, other)];
        store.objects.set(key, two);
        store.objects.set(other, one);
      },
    },
    { what: "it is deleted", act: (store: MemoryStore, key: string) => void store.objects.delete(key) },
    {
      what: "a delete marker lies on top",
      act: (store: MemoryStore, key: string) => void store.hidden.add(key),
    },
    {
      what: "somebody's key hides what lies on top",
      act: (store: MemoryStore, key: string) => {
        onTop(store, key, new Uint8Array(8), LOCK);
        store.objects.set(key, { ...entryOf(store, key), version: FOREIGN });
      },
    },
    {
      what: "its lock is gone",
      act: (store: MemoryStore, key: string) => {
        const { lockedUntil: _, ...rest } = entryOf(store, key);
        store.objects.set(key, rest);
      },
    },
    {
      what: "its lock ends earlier",
      act: (store: MemoryStore, key: string) =>
        void store.objects.set(key, { ...entryOf(store, key), lockedUntil: "2026-11-24T00:00:00Z" }),
    },
    {
      what: "the store tells another hash",
      act: (store: MemoryStore, key: string, other: string) =>
        void store.objects.set(key, { ...entryOf(store, key), sha256: entryOf(store, other).sha256 }),
    },
  ),
  fc.record({ n: nat, by: fc.constantFrom(..."0aZ_=/") }).map(({ n, by: letter }) => ({
    what: `a letter of its key becomes ${letter}`,
    act: (store: MemoryStore, key: string) => {
      const entry = entryOf(store, key);
      store.objects.delete(key);
      const at = n % key.length;
      store.objects.set(`${key.slice(0, at)}${letter}${key.slice(at + 1)}`, entry);
    },
  })),
);

function lay(store: MemoryStore, key: string, bytes: Uint8Array, how: string, told: boolean): void {
  if (how === "in place") replace(store, key, bytes, told);
  else if (how === "below") below(store, key, bytes);
  else onTop(store, key, bytes, how === "on top" ? undefined : LOCK);
}

/** Any single change of any object of a store. */
export const singleChange: fc.Arbitrary<Change> = fc
  .record({ at: nat, other: nat, how: acts })
  .map(({ at, other, how: { what, act } }) => ({ at, other, what, act }));

/** Does it, and says what was done to what. */
export function change(store: MemoryStore, { what, at, other, act }: Change): string {
  const keys = [...store.objects.keys()].sort();
  const key = keys[at % keys.length] ?? "";
  act(store, key, keys[other % keys.length] ?? "");
  return `${key}: ${what}`;
}
