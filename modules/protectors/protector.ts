import type { CaptureItem, CaptureScope } from "../contract/events.ts";
import type { Json } from "../contract/json.ts";
import type { Related } from "../contract/kinds.ts";
import type { KeptRecords } from "../contract/records.ts";
import type { SourceRevisions } from "../contract/source-revision.ts";
import type { CapturedTrigger } from "../contract/triggers.ts";
import type { BlobRef } from "../recovery/manifest.ts";
import type { Content, Spool } from "../recovery/store.ts";
import type { Candidate } from "../runs/selection.ts";
import type { ActivateRequest, Activating } from "./activating.ts";
import type { Blocked } from "./blocked.ts";
import type { CaptureOptions } from "./capture-options.ts";
import type { Comparing } from "./comparing.ts";
import type { Elsewhere } from "./elsewhere.ts";
import type { Holding } from "./holding.ts";
import type { Identity } from "./identity.ts";
import type { KeptBefore } from "./kept-before.ts";
import type { PackageObject } from "./package-object.ts";
import type { Leaving, Parted, StepOfPart } from "./parts.ts";
import type { ReadList } from "./read-list.ts";
import type { RelatedOptions, RelatedTo } from "./related.ts";
import type { RestoreStep } from "./restore-step.ts";
import type { Seeing } from "./seen.ts";
import type { KindSpec } from "./spec.ts";
import type { StayingAway } from "./staying-away.ts";
import type { StreamStart } from "./stream-start.ts";
import type { Unarmed } from "./unarmed.ts";
import type { Untranslated } from "./untranslated.ts";

/** One client of the region for each class, made when first asked for. */
export type ClientOf = <Client>(Class: new (configuration: { readonly region: string }) => Client) => Client;

/** What a protector asks with. Account, region and clients are those of the place it works in. */
export interface ProtectorPorts extends Elsewhere<ClientOf> {
  readonly account: string;
  readonly partition: string;
  readonly region: string;
  readonly client: ClientOf;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

export interface CapturePorts extends ProtectorPorts, KeptBefore {
  /** The bytes behind a presigned address. Its errors do not name the address: it is a bearer secret. */
  readonly download: (address: string) => AsyncIterable<Uint8Array>;
  readonly spool: Spool;
}

export type TimedPorts = ProtectorPorts & Pick<PlanPorts, "now">;
export interface PlanPorts extends ProtectorPorts {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Where a blob of the point lies: a bucket of the destination's region, since services read no other. @throws when it does not */
  readonly locate: (sha256: string) => Promise<PackageObject>;
  /** Its bytes, for what no service reads from a bucket; hashed while they pass, so a step that throws has used none. */
  readonly open: (ref: BlobRef) => AsyncIterable<Uint8Array>;
  /** Who restores, for whoever wants to restore the same thing: at most 30 letters, digits and `+-=._:/@`. */
  readonly holder: string;
}

export interface InventoryOptions {
  /** Only these are looked for. */
  readonly triggers: CaptureScope["triggers"];
  /** Whether a selection needs the tags of this thing; each costs a call. */
  readonly needsTags: (candidate: Candidate) => boolean;
  /** Something of the region could not be read, and the run goes on without it. */
  readonly warn: (message: string) => void;
  /** For lists that no policy changes, of a kind whose inventory is changed by one. Absent: each is read. */
  readonly list?: ReadList;
}

/** A thing as a list shows it. Tags only where they were needed. */
export interface Inventoried extends CaptureItem, Candidate {
  readonly tags: Readonly<Record<string, string>>;
  /** ARNs, with their qualifiers, that it brings events to, where the kind itself says so. */
  readonly feeds: readonly string[];
  /** What it reads its events from, by the word that `protect.triggers` has for it: also what has no kind here. */
  readonly sources?: readonly { readonly arn: string; readonly trigger: CapturedTrigger }[];
}

/** What one thing was, read without contradiction. */
export interface Captured<Document, Secrets = unknown> {
  /** Everything but secrets; JSON. */
  readonly document: Document;
  /** Bytes named by the document, spooled and verified. */
  readonly blobs: readonly { readonly name: string; readonly content: Content }[];
  /** Encrypted before it is stored; in no log and no error. Absent: the thing has none. */
  readonly secrets?: Secrets;
  /** Of its versions that say it, the revision of their source. Absent: of none. */
  readonly sourceRevisions?: SourceRevisions;
  readonly revision: { readonly before: string; readonly after: string };
  readonly warnings: readonly string[];
}

/** Something else that a document names by its ARN. */
export interface Reference {
  /** Where in the document: `mappings[0].settings.EventSourceArn`. */
  readonly path: string;
  readonly to: string;
  /** `before`: AWS wants it there first. `at-activation`: before events arrive. `named`: AWS never looks. */
  readonly needs: "before" | "at-activation" | "named";
}

/** From what the source had to what the destination has: ARNs, names, ids. */
export type IdMap = Readonly<Record<string, string>>;

export interface RestoreTarget {
  readonly account: string;
  readonly partition: string;
  readonly region: string;
}

export interface TranslationRequest {
  readonly target: RestoreTarget;
  /** What a person wrote, and what is restored together with it. */
  readonly map: IdMap;
  /** Another name at the destination. */
  readonly name?: string;
  /** What a person gives of the thing's secrets that its point does not hold, by name. Values show nowhere. */
  readonly given?: Readonly<Record<string, string>>;
  /** ARNs of the source that come back in the same restore. A part of something takes only what calls one of them. */
  readonly restored?: ReadonlySet<string>;
  /** From a runtime to the one that a person wants in its place. */
  readonly runtimes?: IdMap;
  /** Name of the thing that an ARN of the source names, where a person leaves that out. Absent: nothing is left out. */
  readonly away?: (arn: string) => string | undefined;
}

/** A document and its secrets in the words of the destination. */
export interface Translation<Document, Secrets = never> {
  readonly source: Document;
  readonly document: Document;
  readonly secrets?: Secrets;
  /** Not empty: the restore must not start. */
  readonly missing: readonly Untranslated[];
  readonly warnings: readonly string[];
  /** Texts of the source that became others, sorted. */
  readonly replaced: IdMap;
  /** Keys of the map that were of use. */
  readonly used: readonly string[];
  /** Texts of the source that become others when the restore makes what they name, such as ARNs of layers. Absent: none does. */
  readonly remade?: readonly string[];
  /** What is in neither document, since it only serves what a person leaves out. Absent: nothing. */
  readonly away?: readonly StayingAway[];
}

export interface PlanRequest<Document, Secrets = never> extends Leaving {
  /** The point's own name, such as its manifest's key: what a half-restored thing is known by. At most 256 characters. */
  readonly point: string;
  /** What the point holds of a stream's records. Absent: none. */
  readonly records?: KeptRecords;
  readonly translation: Translation<Document, Secrets>;
  readonly target: RestoreTarget;
  /** ARNs at the destination that the same restore makes. */
  readonly together: ReadonlySet<string>;
  /** ARNs of the source, with their qualifiers, that other things of the same restore name. */
  readonly named?: ReadonlySet<string>;
  /** The day in UTC, `2027-02-01`: what AWS makes no more on it is blocked. */
  readonly today: string;
  /** Runtimes that a person says AWS still makes, whatever the day: AWS moves its dates. */
  readonly trusted?: ReadonlySet<string>;
  /** Whether a live thing that differs may be changed. */
  readonly replace: boolean;
  /** Whether what anybody may use comes back. */
  readonly allowPublic: boolean;
  /** Where streams start to be read. Absent: where they had been read, if that is told, else where they once started. */
  readonly streams?: StreamStart;
}

/** From texts of the source to what the destination gave; steps read and write it. */
export type Ids = Map<string, string>;

/** A step and how to do it. One that only keeps has nothing to do, or only remembers an id. */
export interface PlannedStep extends RestoreStep, StepOfPart {
  readonly perform?: (ids: Ids) => Promise<void>;
  /** Steps of several things that carry the same key are done once. */
  readonly once?: string;
}

/** What a restore of one thing would do, from what is at the destination now. */
export interface ThingPlan extends Parted {
  /** `ours`: a restore of this very point began it. */
  readonly live: "absent" | "ours" | "there";
  /** Everything up to, and not including, what makes events arrive. */
  readonly steps: readonly PlannedStep[];
  /** Not empty: nothing may be done. */
  readonly blocked: readonly Blocked[];
  readonly warnings: readonly string[];
  /** Ids that are known before the first step. */
  readonly ids: ReadonlyMap<string, string>;
  /** What brings events to it afterwards: JSON that `activate` of its kind reads, since that happens later and elsewhere. */
  readonly activation: (ids: ReadonlyMap<string, string>) => Json;
}

/** A document, secrets, hints or an activation of a form that this version of the kind does not read. */
export class FormError extends Error {
  override readonly name = "FormError";
}

/** The code that knows one kind of thing. Everything it throws at run time names the call and the resource. */
export interface Protector<Document = unknown, Secrets = never>
  extends Unarmed<Document, Secrets>,
    Seeing<Document, ProtectorPorts>,
    Comparing<Document, Secrets>,
    Holding<Pick<ProtectorPorts, "client">> {
  readonly spec: KindSpec;
  /** Of the document; a reader of another number refuses it. */
  readonly format: number;
  /** Every thing of the kind in the region, with what names it; selection comes after. */
  inventory(ports: ProtectorPorts, options: InventoryOptions): AsyncIterable<Inventoried>;
  /** What else has to be captured with a thing, such as a queue's dead-letter queue, or what a function's policies name. */
  related?(ports: ProtectorPorts, thing: RelatedTo, options: RelatedOptions): Promise<readonly Related[]>;
  /** `undefined` when the thing is gone since the inventory. @throws FormError for hints that are not its own */
  capture(
    ports: CapturePorts,
    item: CaptureItem,
    options: CaptureOptions,
  ): Promise<Captured<Document, Secrets> | undefined>;
  /** @throws FormError */
  parse(document: unknown): Document;
  /** @throws FormError */
  parseSecrets(secrets: unknown): Secrets | undefined;
  /** Whose document it is: it has to be what the manifest says. Pure. */
  identity(document: Document): Identity;
  /** Parts that a policy may keep or not, by name: what a person would miss. Absent: it is always kept whole. Pure. */
  holds?(document: Document): readonly string[];
  /** Each ARN of the document that is not its own. Pure. */
  references(document: Document): readonly Reference[];
  /** What its own names, ARNs and addresses become at the destination, as far as that is known before it is made. Pure. */
  names(document: Document, request: Pick<TranslationRequest, "target" | "name">): IdMap;
  /** Where AWS ends an ARN with an id of its own: the source's, and what it is there by now, or itself. Reads only. */
  drawn?(ports: ProtectorPorts, document: Document, { name }: { readonly name?: string }): Promise<IdMap>;
  /** Pure. */
  translate(
    document: Document,
    secrets: Secrets | undefined,
    request: TranslationRequest,
  ): Translation<Document, Secrets>;
  /** Key of the point that a restore into `name` there began with and has not finished. Absent: its things carry no mark. */
  begun?(ports: ProtectorPorts, name: string): Promise<string | undefined>;
  /** Reads only. @throws where the destination cannot be read in full */
  plan(ports: PlanPorts, request: PlanRequest<Document, Secrets>): Promise<ThingPlan>;
  /** @throws FormError for JSON that is not an activation of this kind */
  activate(ports: TimedPorts, activation: Json, request: ActivateRequest): readonly Activating[];
}
