export type Config = Record<string, unknown>;

/** `$LATEST`, or what was published of it. */
export interface Version {
  config: Config;
  code: Uint8Array;
  /** Of an image: where it lies, with its digest; `code` is then its manifest. */
  image?: string | undefined;
  /** Another one after each change. */
  revision: string;
  /** Key of the package: only GetFunction tells, and an update that names none takes it away. */
  sourceKey?: string | undefined;
  /** Where it runs from, when Lambda keeps no copy. */
  object?: Config | undefined;
  /** Why the package cannot be had, in place of its address. */
  withheld?: { readonly ErrorCode: string; readonly Message: string };
}

/** One function with all that belongs to it. By qualifier, `""` is the function itself. */
export interface Fn {
  latest: Version;
  published: Map<string, Version>;
  aliases: Map<string, Config>;
  policies: Map<string, Config[]>;
  urls: Map<string, Config>;
  asyncConfigs: Map<string, Config>;
  concurrency?: number;
  /** How many environments are kept warm, by alias or version. */
  provisioned: Map<string, number>;
  /** By version; one that is not here is `Auto`. */
  runtimes: Map<string, Config>;
  /** By version, as it was asked for. */
  scaling: Map<string, Config>;
  codeSigning?: string;
  recursiveLoop?: string;
  tags: Record<string, string>;
  /** Polls until the last change is done. */
  pending: number;
}

export interface LayerVersion {
  config: Config;
  code: Uint8Array;
  /** Whom it is shared with. */
  statements?: Config[];
  /** Where it lies, when Lambda keeps no copy. */
  object?: Config;
}

export function newFn(latest: Version): Fn {
  return {
    latest,
    published: new Map(),
    aliases: new Map(),
    policies: new Map(),
    urls: new Map(),
    asyncConfigs: new Map(),
    provisioned: new Map(),
    runtimes: new Map(),
    scaling: new Map(),
    tags: {},
    pending: 0,
  };
}
