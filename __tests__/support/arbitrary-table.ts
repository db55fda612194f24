import type { GlobalSecondaryIndex, StreamViewType } from "@aws-sdk/client-dynamodb";
import fc from "fast-check";
import { SOURCE } from "./protector-conformance/conforming.ts";

const { account, region } = SOURCE;
const here = (service: string, resource: string): string =>
  `arn:aws:${service}:${region}:${account}:${resource}`;

export const KEY = here("kms", "key/0f0e0d0c-0000-4000-8000-000000000001");
export const STREAMS = [here("kinesis", "stream/changes"), here("kinesis", "stream/audit")];
/** All that the arbitrary's tables name in their region. */
export const NAMED = [KEY, ...STREAMS];
/** Stand for the table's own ARN, and for that of its stream, in a policy. */
export const OWN = "own";
export const OWN_STREAM = "own-stream";

interface Units {
  readonly read: number;
  readonly write: number;
}

/** A table as it is made. */
export interface MadeTable {
  readonly id: string;
  readonly units: Units | undefined;
  readonly limits: boolean;
  readonly warm: boolean;
  readonly indexes: readonly GlobalSecondaryIndex[];
  readonly local: boolean;
  /** Of a table that is paid by request. */
  readonly vectors: boolean;
  readonly rare: boolean;
  readonly key: "none" | "aws" | "own";
  readonly protected: boolean;
  readonly view: StreamViewType | undefined;
  readonly ttl: string | undefined;
  readonly days: number;
  readonly insights: boolean;
  readonly policy: boolean;
  readonly destinations: readonly { readonly stream: string; readonly precision: string | undefined }[];
  readonly scaled: boolean;
  readonly replicas: readonly string[];
  /** Of a table that is consistent across regions. */
  readonly witnesses: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
}

const units = fc.record({ read: fc.integer({ min: 1, max: 50 }), write: fc.integer({ min: 1, max: 50 }) });

/** Tables of every form. All have point-in-time recovery: one without it does not come back. */
export const arbitraryTable: fc.Arbitrary<MadeTable> = fc
  .record({
    id: fc.stringMatching(/^[a-zA-Z0-9_.-]{3,12}$/),
    units: fc.option(units, { nil: undefined }),
    limits: fc.boolean(),
    warm: fc.boolean(),
    indexNames: fc.uniqueArray(fc.stringMatching(/^by-[a-z]{1,4}$/), { maxLength: 3 }),
    local: fc.boolean(),
    vectors: fc.boolean(),
    rare: fc.boolean(),
    key: fc.constantFrom("none" as const, "aws" as const, "own" as const),
    protected: fc.boolean(),
    view: fc.option(fc.constantFrom<StreamViewType>("NEW_IMAGE", "NEW_AND_OLD_IMAGES", "KEYS_ONLY"), {
      nil: undefined,
      freq: 6,
    }),
    ttl: fc.option(fc.constantFrom("expires", "until"), { nil: undefined }),
    days: fc.integer({ min: 20, max: 35 }),
    insights: fc.boolean(),
    policy: fc.boolean(),
    destinations: fc
      .uniqueArray(
        fc.record({
          stream: fc.constantFrom(...STREAMS),
          precision: fc.option(fc.constantFrom("MILLISECOND", "MICROSECOND"), { nil: undefined }),
        }),
        { maxLength: 2, selector: ({ stream }) => stream },
      )
      .map((all) => [...all]),
    scaled: fc.boolean(),
    replicas: fc.constantFrom<readonly string[]>([], ["eu-west-1"], ["ap-southeast-2", "eu-west-1"]),
    witnesses: fc.constantFrom<readonly string[]>([], ["us-west-2"]),
    tags: fc.dictionary(fc.stringMatching(/^[a-z]{2,6}$/), fc.stringMatching(/^[a-z]{0,5}$/), { maxKeys: 3 }),
  })
  .map(({ indexNames, ...table }) => ({
    ...table,
    indexes: indexNames.map((IndexName, at) => ({
      IndexName,
      KeySchema: [{ AttributeName: "customer", KeyType: "HASH" as const }],
      Projection:
        at === 0
          ? { ProjectionType: "ALL" as const }
          : { ProjectionType: "INCLUDE" as const, NonKeyAttributes: ["total", "state"] },
      ...(table.units && {
        ProvisionedThroughput: {
          ReadCapacityUnits: table.units.read,
          WriteCapacityUnits: table.units.write + at,
        },
      }),
    })),
  }));
