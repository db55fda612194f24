import type { CreateEventBusRequest } from "@aws-sdk/client-eventbridge";
import fc from "fast-check";
import { eventBus } from "../../../modules/protectors/event-bus/protector.ts";
import { type Conforming, ELSEWHERE, SOURCE } from "../protector-conformance/conforming.ts";
import { endToEnd, START } from "../protector-conformance/proven.ts";
import { EventsPlace } from "./events-place.ts";

const { account, region } = SOURCE;
const KEY = `arn:aws:kms:${region}:${account}:key/0b1e5f6a-aaaa-bbbb-cccc-000000000001`;
const LETTERS = `arn:aws:sqs:${region}:${account}:orders-dead`;

interface Value {
  readonly id: string;
  readonly made: CreateEventBusRequest;
  readonly sids: readonly string[];
}

function policyOf(id: string, place: string, sids: readonly string[]): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: sids.map((Sid) => ({
      Sid,
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::444455556666:root" },
      Action: "events:PutEvents",
      Resource: `arn:aws:events:${place}:${account}:event-bus/${id}`,
    })),
  });
}

/** Buses, as the suite of kinds takes them. */
export const conforming: Conforming<EventsPlace, Value> = {
  protector: eventBus,
  fake: (options) => new EventsPlace(options),
  arbitrary: fc
    .record({
      id: fc.stringMatching(/^[a-zA-Z0-9][a-zA-Z0-9_.-]{2,9}$/),
      Description: fc.option(fc.constant("orders"), { nil: undefined }),
      KmsKeyIdentifier: fc.option(fc.constant(KEY), { nil: undefined }),
      DeadLetterConfig: fc.option(fc.constant({ Arn: LETTERS }), { nil: undefined }),
      LogConfig: fc.option(fc.constant({ Level: "ERROR" as const, IncludeDetail: "NONE" as const }), {
        nil: undefined,
      }),
      tags: fc.dictionary(fc.stringMatching(/^[a-z]{2,6}$/), fc.stringMatching(/^[a-z]{0,5}$/), {
        minKeys: 1,
        maxKeys: 2,
      }),
      sids: fc.subarray(["one", "two"]),
    })
    .map(({ id, tags, sids, ...rest }) => ({
      id,
      made: {
        Name: id,
        ...(Object.fromEntries(Object.entries(rest).filter(([, is]) => is !== undefined)) as typeof rest),
        Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
      },
      sids,
    })),
  put: ({ events }, { id, made, sids }) => {
    events.CreateEventBus(structuredClone(made));
    if (sids.length > 0)
      events.PutPermission({ EventBusName: id, Policy: policyOf(id, events.region, sids) });
  },
  // A tag that is no longer wanted stays, and so does a policy where the point has none.
  change: ({ events }, { id, sids }, n) => {
    const bus = events.buses.get(id);
    if (bus === undefined) throw new Error(`there is no bus ${id}`);
    events.now += 1000;
    events.UpdateEventBus({ ...bus, Description: `changed ${n}` });
    if (sids.length > 0)
      events.PutPermission({ EventBusName: id, Policy: policyOf(id, events.region, [`changed-${n}`]) });
    for (const key of Object.keys(bus.tags)) bus.tags[key] = `changed-${n}`;
  },
  map: () => ({
    [KEY]: KEY.replace(region, ELSEWHERE.region),
    [LETTERS]: LETTERS.replace(region, ELSEWHERE.region),
  }),
  neighbours: ({ events }) => {
    events.CreateEventBus({ Name: "zz-other", Tags: [{ Key: "team", Value: "theirs" }] });
    events.PutPermission({ EventBusName: "zz-other", Policy: policyOf("zz-other", events.region, ["x"]) });
    return () => structuredClone([events.buses.get("zz-other"), events.buses.get("default")]);
  },
  secretsOf: { reason: "a bus has none" },
  fires: ({ events }, { id }) => {
    const { policy } = events.buses.get(id) ?? {};
    return policy === undefined ? [] : [policy];
  },
  // A bus that was told not to log is one that was told nothing.
  comparable: ({ document, secrets }) => {
    const { LogConfig, ...settings } = document.settings as { LogConfig?: { Level?: string } };
    const logs = LogConfig?.Level === undefined || LogConfig.Level === "OFF" ? {} : { LogConfig };
    return { document: { ...document, settings: { ...settings, ...logs } }, secrets };
  },
  readOnlyFields: [],
  unseen: {},
  tolerated: { "kms:DescribeKey": "EventBridge will say" },
  proven: endToEnd(START, "__tests__/sandbox/event-rules.test.ts"),
  lost: ["replays", "where its logs go, which is told", "buses that a service of AWS keeps", "events"],
};
