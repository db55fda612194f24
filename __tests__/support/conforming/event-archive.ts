import type { CreateArchiveRequest } from "@aws-sdk/client-eventbridge";
import fc from "fast-check";
import { eventArchive } from "../../../modules/protectors/event-archive/protector.ts";
import { type Conforming, ELSEWHERE, SOURCE } from "../protector-conformance/conforming.ts";
import { endToEnd } from "../protector-conformance/proven.ts";
import { EventsPlace } from "./events-place.ts";

const { account, region } = SOURCE;
const KEY = `arn:aws:kms:${region}:${account}:key/0b1e5f6a-aaaa-bbbb-cccc-000000000001`;

interface Value {
  readonly id: string;
  readonly bus: string;
  readonly made: Omit<CreateArchiveRequest, "ArchiveName" | "EventSourceArn">;
  readonly secret: string | undefined;
}

const name = fc.stringMatching(/^[a-zA-Z0-9][a-zA-Z0-9_.-]{2,9}$/);

function prepare({ events }: EventsPlace, { bus: Name }: Value): void {
  if (!events.buses.has(Name)) events.CreateEventBus({ Name });
}

function busArn({ events }: EventsPlace, bus: string): string {
  return `arn:aws:events:${events.region}:${account}:event-bus/${bus}`;
}

/** Archives, as the suite of kinds takes them. */
export const conforming: Conforming<EventsPlace, Value> = {
  protector: eventArchive,
  fake: (options) => new EventsPlace(options),
  arbitrary: fc
    .record({
      id: name,
      bus: fc.oneof(fc.constant("default"), name),
      Description: fc.option(fc.constant("orders"), { nil: undefined }),
      RetentionDays: fc.option(fc.integer({ min: 0, max: 400 }), { nil: undefined }),
      KmsKeyIdentifier: fc.option(fc.constant(KEY), { nil: undefined }),
      secret: fc.option(fc.stringMatching(/^canary-[a-z0-9]{6,12}$/), { nil: undefined }),
      place: fc.boolean(),
    })
    .map(({ id, bus, secret, place, ...rest }) => {
      const pattern = {
        ...(place && { account: [account], region: [region] }),
        ...(secret !== undefined && { source: ["orders"], detail: { token: [secret] } }),
      };
      return {
        ...{ id, bus, secret },
        made: {
          ...(Object.fromEntries(Object.entries(rest).filter(([, is]) => is !== undefined)) as typeof rest),
          ...(Object.keys(pattern).length > 0 && { EventPattern: JSON.stringify(pattern) }),
        },
      };
    }),
  put: (fake, value) => {
    prepare(fake, value);
    const { id: ArchiveName, bus, made } = value;
    fake.events.CreateArchive({
      ...structuredClone(made),
      ...{ ArchiveName, EventSourceArn: busArn(fake, bus) },
    });
  },
  prepare,
  // No call takes a pattern away.
  change: ({ events }, { id }, n) => {
    const { KmsKeyIdentifier, EventPattern } = events.DescribeArchive({ ArchiveName: id });
    events.UpdateArchive({
      ...{ ArchiveName: id, KmsKeyIdentifier, Description: `changed ${n}`, RetentionDays: 500 + n },
      ...(EventPattern !== undefined && { EventPattern: JSON.stringify({ source: [`changed-${n}`] }) }),
    });
  },
  map: () => ({ [KEY]: KEY.replace(region, ELSEWHERE.region) }),
  neighbours: (fake, { bus }) => {
    const { events } = fake;
    events.CreateArchive({ ArchiveName: "zz-other", EventSourceArn: busArn(fake, bus), RetentionDays: 3 });
    return () =>
      structuredClone([
        events.archives.get("zz-other"),
        events.rules.get(`${bus}/Events-Archive-zz-other`),
        events.buses.get(bus),
      ]);
  },
  secretsOf: ({ secret }) => (secret === undefined ? [] : [secret]),
  fires: { reason: "an archive only keeps: it calls nobody" },
  readOnlyFields: [],
  unseen: {},
  tolerated: { "kms:DescribeKey": "a key that nobody may look at counts as there, and AWS will say" },
  proven: endToEnd(
    "__tests__/sandbox/event-archives.test.ts",
    "__tests__/sandbox/archived-events.test.ts",
    "__tests__/sandbox/cli/event-archive.test.ts",
  ),
  lost: [
    "its events, until [`replay`](draining.md#the-events-of-an-archive) has put again what its point holds (`protect.events.eventbridge`), or what `archive` kept by hand",
    "archives of the default bus, but where a policy names them",
  ],
};
