import type { Json, JsonObject } from "../../contract/json.ts";
import type { ThingId } from "../../contract/kinds.ts";
import { templateText } from "../../core/template-text.ts";
import { thingName } from "../../core/thing-name.ts";
import type { Arguments, Given } from "../../protectors/kit/terraform/argument.ts";
import type { TerraformResource } from "../../protectors/kit/terraform/resource.ts";
import type { RestoreTarget } from "../../protectors/protector.ts";
import { type Addressed, addressed, addressOf, terraformName } from "./addresses.ts";
import { linksOf, sibling } from "./links.ts";
import { ARMED, terraformValue, type WrittenBeside } from "./terraform-value.ts";

/** Things in resources, and where they belong. */
export interface SaidThings {
  readonly target: RestoreTarget;
  readonly things: readonly {
    readonly thing: ThingId;
    /** What a reader wants to know of it: run and site of its point. */
    readonly about: string;
    readonly resources: readonly TerraformResource[];
  }[];
}

/** A root module of Terraform, in files by their paths below its folder. */
export interface TerraformConfiguration {
  readonly files: ReadonlyMap<string, JsonObject>;
  /** Values of variables, which nobody but its owner should read. Absent: there are none. */
  readonly values?: { readonly path: string; readonly content: JsonObject };
  /** Paths of packages to the SHA-256 of their bytes. */
  readonly packages: ReadonlyMap<string, { readonly sha256: string; readonly thing: ThingId }>;
  readonly resources: number;
  /** Of these, those that are there and are imported. */
  readonly imports: number;
  /** Variables that whoever applies has to give. */
  readonly asked: readonly string[];
  /** Whether something waits until somebody arms. */
  readonly waits: boolean;
}

/**
 * The provider whose arguments these are, and Terraform with blocks of import.
 * https://developer.hashicorp.com/terraform/language/v1.5.x/import
 */
const TERRAFORM = {
  required_version: ">= 1.5",
  required_providers: { aws: { source: "hashicorp/aws", version: ">= 5.100, < 6.0" } },
};

/** What holds what no configuration brings back: data, runs, an address that others call. Where it is there, no plan may end it. */
const HOLDING: ReadonlySet<string> = new Set([
  "aws_api_gateway_rest_api",
  "aws_apigatewayv2_api",
  "aws_cloudfront_distribution",
  "aws_cloudwatch_event_archive",
  "aws_cloudwatch_log_group",
  "aws_dynamodb_table",
  "aws_kinesis_stream",
  "aws_sfn_state_machine",
  "aws_sqs_queue",
]);

/** Pure: writes nothing. */
export function terraformConfiguration({ target, things }: SaidThings): TerraformConfiguration {
  const all = addressed(things);
  const links = linksOf(all);
  const beside: WrittenBeside = {
    given: new Map(),
    packages: new Map(),
    armed: all.some(({ counted }) => counted),
  };
  const files = new Map<string, JsonObject>();
  for (const { thing, about } of things) {
    const own = all.filter((one) => one.thing === thing);
    if (own.length === 0) continue;
    const resource: Record<string, Record<string, Json>> = {};
    for (const one of own) {
      const { type } = one.resource;
      resource[type] = { ...resource[type], [one.name]: bodyOf(one) };
    }
    files.set(fileOf(thing, files), { "//": `${thingName(thing)}: ${about}`, resource });
  }
  const imported = all.filter(({ resource }) => resource.importId !== undefined);
  const given = [...beside.given].sort(([a], [b]) => (a < b ? -1 : 1));
  files.set("main.tf.json", {
    terraform: TERRAFORM,
    provider: {
      aws: {
        region: target.region,
        allowed_account_ids: [target.account],
        // Marks of restores: arming takes them away.
        ignore_tags: { key_prefixes: ["zonekeep:"] },
      },
    },
    ...(given.length + Number(beside.armed) > 0 && { variable: variablesOf(given, beside.armed) }),
  });
  if (imported.length > 0)
    files.set("imports.tf.json", {
      "//": "What is there already. Once it is in the state, this file may go.",
      import: imported.map((one) => ({ to: addressOf(one), id: templateText(one.resource.importId ?? "") })),
    });
  const values = given.flatMap(
    ([
      name,
      {
        given: { value },
      },
    ]) => (value === undefined ? [] : [[name, value] as const]),
  );
  return {
    files,
    ...(values.length > 0 && {
      values: { path: "values.auto.tfvars.json", content: Object.fromEntries(values) },
    }),
    packages: new Map(
      [...beside.packages].map(([path, { sha256, of }]) => [path, { sha256, thing: of.thing }] as const),
    ),
    resources: all.length,
    imports: imported.length,
    asked: given.flatMap(
      ([
        name,
        {
          given: { value, otherwise },
        },
      ]) => (value === undefined && otherwise === undefined ? [name] : []),
    ),
    waits: beside.armed,
  };

  function bodyOf(one: Addressed): JsonObject {
    const { after = [], createBeforeDestroy, ignoreChanges, importId, opens, permits } = one.resource;
    const body = terraformValue(one.resource.arguments, one, links, beside) as JsonObject;
    const permitting = opens === true && permits === undefined ? links.permits(one) : [];
    const before = after.map(({ type, key }) => sibling(all, one, type, key));
    const blocks = blocksOf(one);
    const first = new Set([...permitting, ...links.unreferenced(one), ...before]);
    const lifecycle = {
      ...(createBeforeDestroy && { create_before_destroy: true }),
      ...(ignoreChanges !== undefined && { ignore_changes: [...ignoreChanges] }),
      ...(importId !== undefined && HOLDING.has(one.resource.type) && { prevent_destroy: true }),
    };
    return {
      ...(one.counted && { count: `$\{var.${ARMED} ? 1 : 0}` }),
      ...body,
      ...blocks,
      ...(first.size > 0 && {
        depends_on: [...first].map(({ resource, name }) => `${resource.type}.${name}`),
      }),
      ...(Object.keys(lifecycle).length > 0 && { lifecycle }),
    };
  }

  /** https://developer.hashicorp.com/terraform/language/expressions/dynamic-blocks */
  function blocksOf(one: Addressed): JsonObject {
    const dynamic = Object.entries(one.resource.whenArmed ?? {}).filter(([, all]) => all.length > 0);
    if (dynamic.length === 0) return {};
    beside.armed = true;
    const each = (content: Arguments) => ({
      for_each: `$\{var.${ARMED} ? [true] : []}`,
      content: terraformValue(content, one, links, beside) as Json,
    });
    return { dynamic: Object.fromEntries(dynamic.map(([name, all]) => [name, all.map(each)])) };
  }
}

type GivenVariable = readonly [name: string, variable: { readonly given: Given; readonly of: string }];

function variablesOf(given: readonly GivenVariable[], armed: boolean): JsonObject {
  const secrets = given.map(
    ([
      name,
      {
        given: { type, description, otherwise },
        of,
      },
    ]) => [
      name,
      {
        type,
        description: `${of}: ${description}`,
        sensitive: true,
        ...(otherwise !== undefined && { default: otherwise }),
      },
    ],
  );
  return Object.fromEntries([
    ...(armed
      ? [
          [
            ARMED,
            {
              type: "bool",
              description:
                "Whether events arrive: mappings, rules and subscriptions, and whom policies let in.",
              default: false,
            },
          ],
        ]
      : []),
    ...secrets,
  ]) as JsonObject;
}

/** Characters; file systems take names of up to 255 bytes. */
const MAX_STEM = 150;

/** `lambda.orders-intake.tf.json` */
function fileOf(thing: ThingId, taken: ReadonlyMap<string, unknown>): string {
  const stem = `${thing.kind}.${terraformName(thing.id)}`.slice(0, MAX_STEM);
  // Some disks take `Orders` and `orders` for one file.
  const names = new Set([...taken.keys()].map((name) => name.toLowerCase()));
  let path = `${stem}.tf.json`;
  for (let n = 2; names.has(path.toLowerCase()); n++) path = `${stem}-${n}.tf.json`;
  return path;
}
