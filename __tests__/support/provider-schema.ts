import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Json } from "../../modules/contract/json.ts";

/** What `terraform providers schema -json` says of a resource, as far as arguments go. */
export interface ProviderBlock {
  readonly attributes?: Readonly<Record<string, ProviderAttribute>>;
  readonly block_types?: Readonly<
    Record<
      string,
      { readonly block: ProviderBlock; readonly min_items?: number; readonly max_items?: number }
    >
  >;
}
interface ProviderAttribute {
  readonly type?: Json;
  readonly required?: true;
  readonly optional?: true;
}
export type ProviderResources = Readonly<Record<string, ProviderBlock>>;

export const SCHEMA_FILE = join(import.meta.dirname, "provider-schema.json");
/** Arguments of every resource, whatever provider it is of. */
const OF_TERRAFORM = new Set(["count", "depends_on", "dynamic", "lifecycle"]);

export const readSchema = (): ProviderResources => JSON.parse(readFileSync(SCHEMA_FILE, "utf8"));

/** Each argument that the provider does not know, lacks or would not take in that form, one sentence each. */
export function argumentMistakes(schema: ProviderResources, type: string, body: Json): string[] {
  const block = schema[type];
  return block === undefined ? [`${type}: the provider has no such resource`] : mistakesIn(block, type, body);
}

function mistakesIn(
  { attributes = {}, block_types: blocks = {} }: ProviderBlock,
  path: string,
  body: Json,
): string[] {
  if (typeof body !== "object" || body === null || Array.isArray(body)) return [`${path}: is no block`];
  const given = Object.entries(body).filter(([name]) => !OF_TERRAFORM.has(name));
  const lacking = [
    ...Object.entries(attributes).flatMap(([name, { required }]) => (required ? [name] : [])),
    ...Object.entries(blocks).flatMap(([name, { min_items: least = 0 }]) => (least > 0 ? [name] : [])),
  ].filter((name) => !Object.hasOwn(body, name));
  return [
    ...lacking.map((name) => `${path}: lacks ${name}`),
    ...dynamicBlocks(body).flatMap(([name, content]) => {
      const nested = blocks[name];
      if (nested === undefined) return [`${path}: has no block ${name}`];
      return mistakesIn(nested.block, `${path}.${name}`, content);
    }),
    ...given.flatMap(([name, value]) => {
      const [attribute, nested] = [attributes[name], blocks[name]];
      if (attribute !== undefined) return mistakeOf(attribute, `${path}.${name}`, value as Json);
      if (nested === undefined) return [`${path}: has no argument ${name}`];
      const all: readonly Json[] = Array.isArray(value) ? value : [value as Json];
      const many = nested.max_items !== undefined && nested.max_items > 0 && all.length > nested.max_items;
      return [
        ...(many ? [`${path}.${name}: at most ${nested.max_items}`] : []),
        ...all.flatMap((one) => mistakesIn(nested.block, `${path}.${name}`, one)),
      ];
    }),
  ];
}

/** `"dynamic": {"api_stages": [{"for_each": ..., "content": {...}}]}` */
function dynamicBlocks(body: Json): (readonly [string, Json])[] {
  const { dynamic = {} } = body as { readonly dynamic?: Json };
  return Object.entries(dynamic as Readonly<Record<string, readonly { readonly content: Json }[]>>).flatMap(
    ([name, all]) => all.map(({ content }) => [name, content] as const),
  );
}

function mistakeOf({ type, required, optional }: ProviderAttribute, path: string, value: Json): string[] {
  if (required === undefined && optional === undefined) return [`${path}: nobody sets it`];
  // Terraform works it out.
  if (typeof value === "string" && value.includes("$" + "{")) return [];
  return isOf(type, value)
    ? []
    : [`${path}: is not of type ${JSON.stringify(type)}: ${JSON.stringify(value)}`];
}

/** A text that says a number is one to Terraform, and the other way round. */
function isOf(type: Json | undefined, value: Json): boolean {
  if (type === "string") return typeof value !== "object";
  if (type === "number") return typeof value !== "object" && !Number.isNaN(Number(value));
  if (type === "bool") return typeof value === "boolean";
  if (!Array.isArray(type)) return true;
  const [kind, of] = type;
  if (kind === "list" || kind === "set")
    return Array.isArray(value) && value.every((one: Json) => isOf(of, one));
  if (kind !== "map") return true;
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((one) => isOf(of, one as Json))
  );
}
