import type { CaptureItem, CaptureScope } from "../contract/events.ts";
import type { Content, Spooled } from "../recovery/store.ts";
import type { Candidate } from "../runs/selection.ts";

/** What one resource was, read without contradiction. */
export interface Captured<Document> {
  /** Everything but secrets; JSON. */
  readonly document: Document;
  /** Bytes named by the document, spooled and verified. */
  readonly blobs: readonly { readonly name: string; readonly content: Content }[];
  /** Encrypted before it is stored; in no log and no error. Absent: the resource has none. */
  readonly secrets?: unknown;
  readonly revision: { readonly before: string; readonly after: string };
  readonly warnings: readonly string[];
}

/** From what the source had to what the destination has: ARNs, names, ids. */
export type IdMap = Readonly<Record<string, string>>;

export interface RestoreTarget {
  readonly account: string;
  readonly partition: string;
  readonly region: string;
}

/** Something of the source that has no counterpart at the destination. */
export interface Untranslated {
  /** Where in the document: `versions[2].configuration.VpcConfig.SubnetIds[0]`. */
  readonly path: string;
  readonly value: string;
  /** Why it cannot stay as it is, and what would do. */
  readonly reason: string;
}

export interface Translation<Document> {
  readonly document: Document;
  /** Not empty: the restore must not start. */
  readonly missing: readonly Untranslated[];
  readonly warnings: readonly string[];
}

/** One thing a restore does, in order. Shown by a dry run, done by a real one. */
export interface RestoreStep {
  /** `create function orders-api`, `publish version 2 (was 7)`. */
  readonly title: string;
  /** The API call, for errors and for the person who has to grant it: `lambda:CreateFunction`. */
  readonly call: string;
  /** `create` changes, `keep` finds it as it should be, `replace` overwrites a live resource. */
  readonly effect: "create" | "keep" | "replace";
}

export interface InventoryOptions {
  /** Only these are looked for. */
  readonly triggers: CaptureScope["triggers"];
  /** Whether a selection needs the tags of this resource; each costs a call. */
  readonly needsTags: (candidate: Candidate) => boolean;
  /** Something of the region could not be read, and the run goes on without it. */
  readonly warn: (message: string) => void;
}

export interface CaptureOptions {
  readonly scope: CaptureScope;
  /** Moves bytes that will not change from the disk to where they stay, so that many of them find room there. */
  readonly keep: (bytes: Spooled) => Promise<Content>;
}

/** A resource as a list shows it. Tags only where they were needed. */
export type Inventoried = CaptureItem & Candidate & { readonly tags: Readonly<Record<string, string>> };

/** The code that knows one kind of resource. */
export interface Protector<Document> {
  readonly kind: "lambda";
  /** Every resource of the kind in the region, with what names it; selection comes after. */
  inventory(options: InventoryOptions): AsyncIterable<Inventoried>;
  /** `undefined` when the resource is gone since the inventory. */
  capture(item: CaptureItem, options: CaptureOptions): Promise<Captured<Document> | undefined>;
}
