import fc from "fast-check";

/** Which of several things: `at` modulo their number. */
interface Pick {
  readonly at: number;
  /** Of a function with an alias, whether that is meant. */
  readonly alias: boolean;
}

interface Maker {
  readonly versions: number;
  /** Share of the alias's traffic that goes to the version before its own. */
  readonly weight: number;
  readonly variables: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly description: string;
  readonly retries: number | undefined;
  readonly url: boolean;
}

/** Whom something tells. */
interface Telling {
  readonly to: "function" | "machine" | "queue" | "topic";
  readonly pick: Pick;
  readonly letters: boolean;
}

/** An application, as a person would plan it: each function has its number in its name, and so has everything else. */
export interface Blueprint {
  readonly functions: readonly Maker[];
  /** Each is read by a function. */
  readonly queues: readonly {
    readonly fifo: boolean;
    readonly dead: boolean;
    readonly batch: number;
    readonly enabled: boolean;
    readonly reader: Pick;
  }[];
  readonly topics: readonly { readonly filter: string | undefined; readonly tells: readonly Telling[] }[];
  readonly rules: readonly {
    readonly bus: "default" | "orders";
    readonly takes: "expression" | "pattern" | "uploads";
    /** What a pattern looks for in events. */
    readonly kind: string;
    readonly enabled: boolean;
    readonly input: string | undefined;
    readonly tells: Telling;
  }[];
  readonly schedules: readonly {
    readonly group: "default" | "nightly";
    readonly enabled: boolean;
    readonly input: string | undefined;
    readonly tells: Telling;
  }[];
  /** Each calls a function. */
  readonly machines: readonly {
    readonly express: boolean;
    /** As often; an alias leads to the last. */
    readonly published: number;
    readonly calls: Pick;
  }[];
  /** Log groups, of nobody's function, that call one. */
  readonly logs: readonly {
    readonly retention: 7 | 365 | undefined;
    readonly pattern: string;
    readonly counts: boolean;
    readonly calls: Pick;
  }[];
  /** Target groups behind a load balancer that a restore finds there. */
  readonly groups: readonly {
    readonly path: string;
    readonly check: boolean;
    readonly calls: Pick;
  }[];
  /** Each calls a function, for some also before it lets a request in. */
  readonly apis: readonly {
    readonly socket: boolean;
    /** A value that it adds. */
    readonly adds: string;
    readonly checks: boolean;
    readonly calls: Pick;
  }[];
  /** REST APIs: each calls a function, and wants the API key of a usage plan. */
  readonly restApis: readonly {
    /** A stage variable. */
    readonly variable: string;
    readonly key: string;
    readonly checks: boolean;
    readonly calls: Pick;
  }[];
  readonly buckets: readonly { readonly tells: Telling }[];
  /** Of events on the bus that rules have of their own, where one has. */
  readonly archives: readonly { readonly days: number; readonly kind: string }[];
  /** Addresses on the web that the first rule calls. */
  readonly partners: readonly { readonly secret: string; readonly path: string }[];
  /** Of Kinesis; each is read by a function. */
  readonly streams: readonly {
    /** None: on demand. */
    readonly shards: number | undefined;
    readonly batch: number;
    readonly enabled: boolean;
    readonly reader: Pick;
  }[];
  /** Of DynamoDB; the stream of each is read by a function. */
  readonly tables: readonly {
    readonly view: "KEYS_ONLY" | "NEW_AND_OLD_IMAGES";
    readonly batch: number;
    readonly enabled: boolean;
    readonly reader: Pick;
  }[];
  /** Of CloudFront, which comes back at home alone: such an application is lost and restored there. */
  readonly distributions: readonly {
    /** The value of a header that its origin is told. */
    readonly header: string;
    readonly calls: Pick;
  }[];
  /** Rules of AWS Config: each asks a function. */
  readonly configRules: readonly {
    /** What it tells the function. */
    readonly told: string | undefined;
    readonly calls: Pick;
  }[];
  /** Rules of SES for incoming mail, of one set. */
  readonly receiptRules: readonly {
    /** Whose mail it takes. */
    readonly recipient: string;
    readonly enabled: boolean;
    readonly tells: Telling;
  }[];
  /** Rules of IoT Core. */
  readonly topicRules: readonly {
    /** What its SQL looks for. */
    readonly kind: string;
    readonly enabled: boolean;
    readonly tells: Telling;
    /** Where an action fails, it tells the queue of letters. */
    readonly errors: boolean;
  }[];
  /** Secrets: a function rotates each. */
  readonly secrets: readonly { readonly days: number; readonly calls: Pick }[];
  /** User pools: each calls a function before a user signs up. */
  readonly pools: readonly { readonly calls: Pick }[];
  /** Each reads a queue of its own. */
  readonly pipes: readonly {
    /** What its filter looks for. */
    readonly kind: string | undefined;
    /** A function looks at each event on its way. */
    readonly enriched: Pick | undefined;
    readonly template: string | undefined;
    readonly running: boolean;
    readonly tells: Telling;
  }[];
}

/** Nothing at all. */
export const EMPTY: Blueprint = {
  ...{ functions: [], queues: [], topics: [], rules: [], schedules: [], machines: [], logs: [], groups: [] },
  ...{ apis: [], restApis: [], buckets: [], archives: [], partners: [], streams: [], tables: [] },
  ...{
    distributions: [],
    configRules: [],
    receiptRules: [],
    topicRules: [],
    secrets: [],
    pools: [],
    pipes: [],
  },
};

const word = fc.stringMatching(/^[a-z]{2,6}$/);
/** No run, plan, manifest or error may show one. */
export const CANARY = /canary-[a-z0-9]{8}/;
const canary = fc.stringMatching(/^[a-z0-9]{8}$/).map((text) => `canary-${text}`);
const maybe = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(one, { nil: undefined });
const pick = fc.record({ at: fc.nat(7), alias: fc.boolean() });
const telling = (...to: Telling["to"][]): fc.Arbitrary<Telling> =>
  fc.record({ to: fc.constantFrom(...to), pick, letters: fc.boolean() });
const batch = fc.integer({ min: 1, max: 10 });
const secretInput = maybe(canary.map((token) => JSON.stringify({ token })));

/** Applications of one to three functions and what calls them, directly or through something between. */
export const blueprint: fc.Arbitrary<Blueprint> = fc.record({
  functions: fc.array(
    fc.record({
      versions: fc.nat(3),
      weight: fc.constantFrom(0, 0.25),
      variables: fc.dictionary(fc.constantFrom("TOKEN", "MODE"), canary, { noNullPrototype: true }),
      tags: fc.dictionary(word, canary, { maxKeys: 2, noNullPrototype: true }),
      description: canary,
      retries: maybe(fc.nat(2)),
      url: fc.boolean(),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  queues: fc.array(
    fc.record({
      fifo: fc.boolean(),
      dead: fc.boolean(),
      batch,
      enabled: fc.boolean(),
      reader: pick,
    }),
    { maxLength: 2 },
  ),
  topics: fc.array(
    fc.record({
      filter: maybe(canary.map((kind) => JSON.stringify({ kind: [kind] }))),
      tells: fc.array(telling("function", "queue"), { minLength: 1, maxLength: 2 }),
    }),
    { maxLength: 2 },
  ),
  rules: fc.array(
    fc.record({
      bus: fc.constantFrom("default", "orders"),
      takes: fc.constantFrom("expression", "pattern", "uploads"),
      kind: canary,
      enabled: fc.boolean(),
      input: secretInput,
      tells: telling("function", "machine", "queue", "topic"),
    }),
    { maxLength: 2 },
  ),
  schedules: fc.array(
    fc.record({
      group: fc.constantFrom("default", "nightly"),
      enabled: fc.boolean(),
      input: secretInput,
      tells: telling("function", "queue"),
    }),
    { maxLength: 2 },
  ),
  machines: fc.array(fc.record({ express: fc.boolean(), published: fc.nat(2), calls: pick }), {
    maxLength: 2,
  }),
  logs: fc.array(
    fc.record({
      retention: fc.constantFrom(7, 365, undefined),
      pattern: canary,
      counts: fc.boolean(),
      calls: pick,
    }),
    { maxLength: 2 },
  ),
  groups: fc.array(fc.record({ path: canary.map((text) => `/${text}`), check: fc.boolean(), calls: pick }), {
    maxLength: 2,
  }),
  apis: fc.array(fc.record({ socket: fc.boolean(), adds: canary, checks: fc.boolean(), calls: pick }), {
    maxLength: 2,
  }),
  restApis: fc.array(
    fc.record({
      variable: canary,
      key: canary.map((text) => `${text}-${text}`),
      checks: fc.boolean(),
      calls: pick,
    }),
    { maxLength: 1 },
  ),
  buckets: fc.array(fc.record({ tells: telling("function", "queue", "topic") }), { maxLength: 2 }),
  archives: fc.array(fc.record({ days: fc.nat(90), kind: canary }), { maxLength: 1 }),
  partners: fc.array(fc.record({ secret: canary, path: canary }), { maxLength: 1 }),
  streams: fc.array(
    fc.record({ shards: maybe(fc.integer({ min: 1, max: 4 })), batch, enabled: fc.boolean(), reader: pick }),
    { maxLength: 1 },
  ),
  tables: fc.array(
    fc.record({
      view: fc.constantFrom("KEYS_ONLY", "NEW_AND_OLD_IMAGES"),
      ...{ batch, enabled: fc.boolean(), reader: pick },
    }),
    { maxLength: 1 },
  ),
  distributions: fc.array(fc.record({ header: canary, calls: pick }), { maxLength: 1 }),
  configRules: fc.array(fc.record({ told: secretInput, calls: pick }), { maxLength: 1 }),
  receiptRules: fc.array(
    fc.record({ recipient: canary, enabled: fc.boolean(), tells: telling("function", "topic") }),
    { maxLength: 2 },
  ),
  topicRules: fc.array(
    fc.record({
      kind: canary,
      enabled: fc.boolean(),
      tells: telling("function", "machine", "queue", "topic"),
      errors: fc.boolean(),
    }),
    { maxLength: 2 },
  ),
  secrets: fc.array(fc.record({ days: fc.integer({ min: 1, max: 99 }), calls: pick }), { maxLength: 2 }),
  pools: fc.array(fc.record({ calls: pick }), { maxLength: 2 }),
  pipes: fc.array(
    fc.record({
      kind: maybe(canary),
      enriched: maybe(pick),
      template: maybe(canary.map((token) => `{"token":"${token}","all":<aws.pipes.event.json>}`)),
      running: fc.boolean(),
      tells: telling("function", "machine", "queue", "topic"),
    }),
    { maxLength: 2 },
  ),
});
