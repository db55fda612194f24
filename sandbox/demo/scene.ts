import type { Sandbox } from "../sandbox.ts";
import type { DemoClients } from "./clients.ts";
import type { Answers } from "./events.ts";
import type { Observation } from "./observe.ts";

/** Where a scene plays: what is lost in one region comes back in the other, or in its own place. */
export interface ScenePlaces {
  readonly sandbox: Sandbox;
  readonly lost: DemoClients;
  readonly back: DemoClients;
}

/** A story that `npm start` tells: what there is, what is lost of it, and what has to come back. Data, and no steps. */
export interface Scene {
  /** Folder of its policies and their estate; zones.lock.json is that of this repository. */
  readonly policies: string;
  /** Its policies, each with the site that its recovery points come from. */
  readonly runs: Readonly<Record<string, string>>;
  /** One of them, of which it is drawn what brings events to its functions, as it was kept. */
  readonly drawn?: string;
  /** Region where all of it comes back. */
  readonly region: string;
  /** What has another name there, as a file of `--map`. Absent: it comes back in the place where it was. */
  readonly mapFile?: string;
  /** A thing that cannot come back without the map. */
  readonly wantsMap?: string;
  /** Names of a bucket, by region, in which another team has entries beside those of the scene. Absent: it has none. */
  readonly bucketOf?: (region: string) => string;
  readonly make: (stage: ScenePlaces) => Promise<void>;
  /** What is compared, by name, as AWS describes it: `undefined` when it is not there. */
  readonly things: readonly string[];
  readonly observe: (clients: DemoClients, thing: string) => Promise<Observation | undefined>;
  /** Aspects that `arm` writes, and no restore before it. */
  readonly armed: readonly string[];
  /** An event through each trigger, the same each time; `tag` keeps the times apart. */
  readonly send: (clients: DemoClients, tag: "first" | "second") => Promise<Answers>;
  /** The same before `arm`: what was answered all the same, a line each. */
  readonly sendEarly: (clients: DemoClients) => Promise<readonly string[]>;
  readonly lose: (stage: ScenePlaces) => Promise<void>;
  /** What a person tries next in a sandbox that is left running. */
  readonly nextSteps: (at: { readonly policies: string; readonly endpoint: string }) => readonly string[];
  /** Each step in a line. */
  readonly words: {
    readonly made: string;
    readonly lost: string;
    /** What takes long while it is restored. Absent: nothing. */
    readonly restored?: string;
    /** What is the same before `arm`. */
    readonly same: string;
    readonly armed: string;
    /** What is the same after it. */
    readonly triggers: string;
    readonly neighbours: string;
  };
}
