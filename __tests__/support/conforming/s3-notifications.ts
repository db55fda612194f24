import type * as S from "@aws-sdk/client-s3";
import fc from "fast-check";
import type { ClientOf } from "../../../modules/protectors/protector.ts";
import { s3Notifications } from "../../../modules/protectors/s3-notifications/protector.ts";
import { arbitraryConfiguration } from "../arbitrary-notifications.ts";
import { FakeBuckets } from "../fake-buckets.ts";
import {
  type Conforming,
  ELSEWHERE,
  type FakePlace,
  type PlaceOptions,
  SOURCE,
} from "../protector-conformance/conforming.ts";
import { endToEnd, START } from "../protector-conformance/proven.ts";

interface Value {
  readonly id: string;
  readonly document: S.NotificationConfiguration;
  readonly tellsRegions: boolean;
}

class S3Place implements FakePlace {
  readonly buckets: FakeBuckets;

  constructor(readonly place: PlaceOptions) {
    this.buckets = new FakeBuckets(place);
    this.buckets.page = place.page;
  }

  readonly client = (() => this.buckets.client) as unknown as ClientOf;
}

const LISTS = ["LambdaFunctionConfigurations", "QueueConfigurations", "TopicConfigurations"] as const;
type Entry = Partial<S.LambdaFunctionConfiguration & S.QueueConfiguration & S.TopicConfiguration>;

function filterOf(Name: S.FilterRuleName, Value: string): Pick<Entry, "Filter"> {
  return { Filter: { Key: { FilterRules: [{ Name, Value }] } } };
}

function nameIn({ place }: S3Place, { id }: Value): string {
  return place.region === SOURCE.region ? id : `${id}-elsewhere`;
}

function entriesOf(given: S.NotificationConfiguration = {}): Entry[] {
  return LISTS.flatMap((list) => (given[list] ?? []) as Entry[]);
}

function destinationOf(entry: Entry): string[] {
  return [entry.LambdaFunctionArn, entry.QueueArn, entry.TopicArn].filter((arn) => arn !== undefined);
}

/** Notifications of buckets, as the suite of kinds takes them. */
export const conforming: Conforming<S3Place, Value> = {
  protector: s3Notifications,
  fake: (options) => new S3Place(options),
  arbitrary: fc.record({
    id: fc.stringMatching(/^[a-z]{3,10}$/),
    // One that tells nobody anything is not listed.
    document: arbitraryConfiguration(SOURCE.region)
      .map((made) => made as unknown as S.NotificationConfiguration)
      .filter((made) => entriesOf(made).length > 0),
    tellsRegions: fc.boolean(),
  }),
  put: ({ buckets }, { id, document: given, tellsRegions }) => {
    buckets.tellsRegions = tellsRegions;
    buckets.add(id, structuredClone(given));
    buckets.add("far-away", {}, "ap-south-1");
  },
  // A restore makes no bucket.
  prepare: (fake, value) => fake.buckets.add(nameIn(fake, value)),
  idElsewhere: ({ id }) => `${id}-elsewhere`,
  change: (fake, value, n) => {
    const entries = entriesOf(fake.buckets.documents.get(nameIn(fake, value)));
    for (const entry of entries) Object.assign(entry, filterOf("suffix", `${entry.Id}.changed-${n}`));
  },
  map: ({ id, document }) => ({
    [id]: `${id}-elsewhere`,
    ...Object.fromEntries(
      entriesOf(document)
        .flatMap(destinationOf)
        .map((arn) => [arn, arn.replace(SOURCE.region, ELSEWHERE.region)]),
    ),
  }),
  neighbours: (fake, value) => {
    const { documents } = fake.buckets;
    const own = nameIn(fake, value);
    const theirs = {
      TopicArn: `arn:aws:sns:${fake.place.region}:${SOURCE.account}:theirs`,
      Id: "theirs",
      Events: ["s3:ReducedRedundancyLostObject" as const],
    };
    const before = documents.get(own);
    documents.set(own, { ...before, TopicConfigurations: [...(before?.TopicConfigurations ?? []), theirs] });
    fake.buckets.add("zz-other", { TopicConfigurations: [theirs] });
    return () => ({
      beside: entriesOf(documents.get(own)).filter(({ Id }) => Id === "theirs"),
      other: documents.get("zz-other"),
    });
  },
  secretsOf: { reason: "notifications have none" },
  fires: (fake, value) => {
    const given = fake.buckets.documents.get(nameIn(fake, value));
    const bridge = given?.EventBridgeConfiguration === undefined ? [] : ["EventBridge"];
    return [...entriesOf(given).map(({ Id }) => String(Id)), ...bridge];
  },
  readOnlyFields: [],
  unseen: {
    "lambda:GetFunctionConfiguration": "asked only of the function of an entry that is in the way of ours",
  },
  tolerated: {},
  proven: endToEnd(START),
  lost: ["the bucket itself"],
};
