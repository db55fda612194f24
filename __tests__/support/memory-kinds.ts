import type { CaptureItem } from "../../modules/contract/events.ts";
import type { Json } from "../../modules/contract/json.ts";
import type { Kind, Related, Thing } from "../../modules/contract/kinds.ts";
import { thingName } from "../../modules/core/thing-name.ts";
import type { CaptureOptions } from "../../modules/protectors/capture-options.ts";
import {
  type CapturePorts,
  FormError,
  type Inventoried,
  type InventoryOptions,
  type Protector,
} from "../../modules/protectors/protector.ts";

const ACCOUNT = "123456789012";
const REGION = "us-east-1";

/** How AWS writes the ARN of each kind. */
const ARNS: Readonly<Record<Kind, (id: string) => string>> = {
  "api-destination": (id) =>
    `arn:aws:events:${REGION}:${ACCOUNT}:api-destination/${id}/0b1e5f6a-0000-4000-8000-000000000001`,
  "cloudfront-distribution": (id) => `arn:aws:cloudfront::${ACCOUNT}:distribution/${id}`,
  "config-rule": (id) => `arn:aws:config:${REGION}:${ACCOUNT}:config-rule/config-rule-${id}`,
  "dynamodb-table": (id) => `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/${id}`,
  "event-archive": (id) => `arn:aws:events:${REGION}:${ACCOUNT}:archive/${id}`,
  "event-bus": (id) => `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/${id}`,
  "event-connection": (id) =>
    `arn:aws:events:${REGION}:${ACCOUNT}:connection/${id}/0b1e5f6a-0000-4000-8000-000000000002`,
  "event-rule": (id) => `arn:aws:events:${REGION}:${ACCOUNT}:rule/${id.replace(/^default\//, "")}`,
  "http-api": (id) => `arn:aws:apigateway:${REGION}::/apis/${id}`,
  "kinesis-stream": (id) => `arn:aws:kinesis:${REGION}:${ACCOUNT}:stream/${id}`,
  lambda: (id) => `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${id}`,
  "log-filter": (id) => `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${id}`,
  pipe: (id) => `arn:aws:pipes:${REGION}:${ACCOUNT}:pipe/${id}`,
  "receipt-rule": (id) =>
    `arn:aws:ses:${REGION}:${ACCOUNT}:receipt-rule-set/${id.replace("/", ":receipt-rule/")}`,
  "rest-api": (id) => `arn:aws:apigateway:${REGION}::/restapis/${id}`,
  "s3-notifications": (id) => `arn:aws:s3:::${id}`,
  schedule: (id) => `arn:aws:scheduler:${REGION}:${ACCOUNT}:schedule/${id}`,
  "schedule-group": (id) => `arn:aws:scheduler:${REGION}:${ACCOUNT}:schedule-group/${id}`,
  "secret-rotation": (id) => `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:${id}-a1B2c3`,
  "sns-topic": (id) => `arn:aws:sns:${REGION}:${ACCOUNT}:${id}`,
  "sqs-queue": (id) => `arn:aws:sqs:${REGION}:${ACCOUNT}:${id}`,
  "state-machine": (id) => `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:${id}`,
  "target-group": (id) =>
    `arn:aws:elasticloadbalancing:${REGION}:${ACCOUNT}:targetgroup/${id}/6d0ecf831eec9f09`,
  "topic-rule": (id) => `arn:aws:iot:${REGION}:${ACCOUNT}:rule/${id}`,
  "user-pool-triggers": (id) => `arn:aws:cognito-idp:${REGION}:${ACCOUNT}:userpool/${id}`,
  "websocket-api": (id) => `arn:aws:apigateway:${REGION}::/apis/${id}`,
};

export function thing(kind: Kind, id: string): Thing {
  return { kind, id, arn: ARNS[kind](id) };
}

interface MemoryThing extends Thing {
  readonly runtime?: string;
  readonly tags: Readonly<Record<string, string>>;
  /** What the inventory says it is related to. */
  readonly related: readonly Related[];
  /** What it needs, when it is asked about alone. */
  readonly needs: readonly Related[];
  readonly feeds: readonly string[];
  readonly hints?: Json;
  /** Name to text. */
  readonly blobs: Readonly<Record<string, string>>;
  readonly secrets?: unknown;
}

/** What every kind of a region does, in memory: to try what runs do with things, whatever they are. */
export class MemoryKinds {
  readonly things = new Map<string, MemoryThing>();
  /** `inventory lambda`, `capture lambda/orders`, in order. */
  readonly calls: string[] = [];
  /** Asked before each call; what it returns is thrown. */
  fail: (call: string) => Error | undefined = () => undefined;

  add(kind: Kind, id: string, more: Partial<Omit<MemoryThing, keyof Thing>> = {}): this {
    const one = { ...thing(kind, id), tags: {}, related: [], needs: [], feeds: [], blobs: {}, ...more };
    this.things.set(thingName(one), one);
    return this;
  }

  readonly protector = async (
    kind: Kind,
  ): Promise<Pick<Protector<unknown, unknown>, "format" | "inventory" | "related" | "capture">> => ({
    format: 3,
    inventory: (_ports, options) => this.#inventory(kind, options),
    related: async (_ports, one) => {
      this.#call(`related ${thingName(one)}`);
      return this.things.get(thingName(one))?.needs ?? [];
    },
    capture: (ports, item, options) => this.#capture(ports, item, options),
  });

  async *#inventory(kind: Kind, { needsTags }: InventoryOptions): AsyncIterable<Inventoried> {
    this.#call(`inventory ${kind}`);
    for (const { needs: _, blobs: __, secrets: ___, tags, ...one } of this.things.values())
      if (one.kind === kind) {
        const named = { ...one, name: one.id };
        yield { ...named, tags: needsTags(named) ? tags : {} };
      }
  }

  async #capture({ spool, known }: CapturePorts, item: CaptureItem, { scope, keep }: CaptureOptions) {
    this.#call(`capture ${thingName(item)}`);
    const found = this.things.get(thingName(item));
    if (found === undefined) return undefined;
    if (item.hints !== undefined && typeof item.hints !== "object")
      throw new FormError("the hints cannot be read: it must be object");
    const blobs = [];
    for (const [name, text] of Object.entries(found.blobs)) {
      const spooled = await spool.write(bytes(text), 1024);
      const kept = await known(spooled);
      if (kept === undefined) this.#call(`download ${name}`);
      blobs.push({ name, content: kept ?? (scope.code === "all" ? await keep(spooled) : spooled) });
    }
    return {
      document: { kind: item.kind, id: item.id },
      blobs,
      ...(found.secrets !== undefined && { secrets: found.secrets }),
      revision: { before: "1", after: "1" },
      warnings: [],
    };
  }

  #call(call: string): void {
    this.calls.push(call);
    const error = this.fail(call);
    if (error !== undefined) throw error;
  }
}

async function* bytes(text: string): AsyncIterable<Uint8Array> {
  yield Buffer.from(text);
}
