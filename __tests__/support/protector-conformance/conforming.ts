import type fc from "fast-check";
import type { AnyProtector } from "../../../modules/protectors/load.ts";
import type { Captured, ClientOf, IdMap, RestoreTarget } from "../../../modules/protectors/protector.ts";
import type { Proven } from "./proven.ts";

/** One account and region of a fake AWS. Faults, kills and records of calls are the suite's; a fake only answers. */
export interface FakePlace {
  readonly client: ClientOf;
  /** The region that a thing is restored from, where a restore elsewhere asks it. */
  readonly beyond?: FakePlace;
  /** What lies at an address that an answer held, where a kind downloads. */
  readonly download?: (address: string) => AsyncIterable<Uint8Array>;
  /** Keeps an object, where a kind's restore names bytes by bucket and key. */
  readonly store?: (bucket: string, key: string, bytes: Uint8Array) => void;
}

export interface PlaceOptions extends RestoreTarget {
  /** Items in a page. */
  readonly page: number;
}

/** Why a law says nothing about a kind. */
interface NotApplicable {
  readonly reason: string;
}

/** A document and secrets are their kind's own. */
// biome-ignore lint/suspicious/noExplicitAny: they leave a kind only to come back to it
export type AnyCaptured = Pick<Captured<any, any>, "document" | "secrets">;

/** What a kind hands in to the suite. `Value` is a thing as the arbitrary makes it, printable for a counterexample. */
export interface Conforming<
  Fake extends FakePlace = FakePlace,
  Value extends { readonly id: string } = never,
> {
  readonly protector: AnyProtector;
  readonly fake: (options: PlaceOptions) => Fake;
  readonly arbitrary: fc.Arbitrary<Value>;
  /** Makes the thing and all that it needs. */
  readonly put: (fake: Fake, value: Value) => void;
  /** Makes at the destination what a restore expects there and does not make: roles, keys, a bucket. */
  readonly prepare?: (fake: Fake, value: Value) => void;
  /** What the thing is called in the other region, where the map gives it another name. */
  readonly idElsewhere?: (value: Value) => string;
  /** What the thing is called in a place, where AWS draws that anew each time; `undefined`: it is not there. */
  readonly idNow?: (fake: Fake, value: Value) => string | undefined;
  /** Changes the thing, in as many of its parts as it has, so that its revision moves. `n` tells one change from the next. */
  readonly change: (fake: Fake, value: Value, n: number) => void;
  /** What the thing names in the source's region, for a move into another. */
  readonly map: (value: Value) => IdMap;
  /** What is not ours beside the thing, such as another's entries in the same document: makes it, and tells what became of it. */
  readonly neighbours?: (fake: Fake, value: Value) => () => unknown;
  /** Texts of three characters and more that nobody may see. */
  readonly secretsOf: ((value: Value) => readonly string[]) | NotApplicable;
  /**
   * Of these, what only a call of arming writes, so that the restore's result has to hold it: that file is kept as credentials
   * are. By default none.
   */
  readonly armedWith?: (value: Value) => readonly string[];
  /** What brings events to the thing now. */
  readonly fires: ((fake: Fake, value: Value) => readonly string[]) | NotApplicable;
  /** Of these, what a disarm leaves open, since it cannot be taken back without loss. By default nothing. */
  readonly staysOpen?: { readonly pattern: RegExp; readonly reason: string };
  /** Paths of the document that no restore can bring back, such as a date; `*` is one key or index. */
  readonly readOnlyFields: readonly string[];
  /** What was captured as it may be compared with another; ids of the source are replaced. Absent: text by text. */
  readonly comparable?: (
    captured: AnyCaptured,
    ids: IdMap,
  ) => { readonly document: unknown; readonly secrets: unknown };
  /** Permitted actions that no generated case uses, each with the reason; `capture lambda:ListTags` for one purpose. */
  readonly unseen: Readonly<Record<string, string>>;
  /** Actions whose refusal a kind passes over, each with the reason. */
  readonly tolerated: Readonly<Record<string, string>>;
  /** Laws that say nothing about the kind, each with the reason. */
  readonly notApplicable?: Readonly<Record<number, string>>;
  /** How it was shown that events come again through what was restored: it stands in docs/kinds.md. */
  readonly proven: Proven;
  /** What of it no restore brings back, each in a few words for that page. Empty: everything comes back. */
  readonly lost: readonly string[];
}

// biome-ignore lint/suspicious/noExplicitAny: fake and values leave a kind only to come back to it
export type AnyConforming = Conforming<any, any>;

export interface Sizes {
  /** Things that each law is tried on. */
  readonly cases: number;
  /** Calls that are failed or killed in each case, spread over all; absent: every one. */
  readonly points?: number;
  /** Things enough to meet every part that a kind has; 40 by default. */
  readonly features?: number;
  readonly seed?: number;
}

export const SOURCE: RestoreTarget = { partition: "aws", account: "111122223333", region: "us-east-1" };
export const ELSEWHERE: RestoreTarget = { partition: "aws", account: "111122223333", region: "eu-west-1" };
