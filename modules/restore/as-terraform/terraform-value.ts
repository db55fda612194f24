import type { Json } from "../../contract/json.ts";
import { templateText } from "../../core/template-text.ts";
import { thingName } from "../../core/thing-name.ts";
import {
  type Argument,
  Given,
  JoinedText,
  Other,
  OwnAttribute,
  PackageFile,
  Special,
  WhenArmed,
} from "../../protectors/kit/terraform/argument.ts";
import { type Addressed, terraformName } from "./addresses.ts";
import type { Links } from "./links.ts";

/** What the arguments of all resources need beside them. */
export interface WrittenBeside {
  /** By the name of its variable. */
  readonly given: Map<string, { readonly given: Given; readonly of: string }>;
  /** By its path below the folder: SHA-256 of the bytes. */
  readonly packages: Map<string, { readonly sha256: string; readonly of: Addressed }>;
  /** Whether something waits for somebody to arm. */
  armed: boolean;
}

/** Variable that lets events in. */
export const ARMED = "armed";
/** Folder of packages, beside the configuration. */
const PACKAGES = "packages";

/** An argument as Terraform's JSON has it. */
export function terraformValue(
  value: Argument,
  from: Addressed,
  links: Links,
  beside: WrittenBeside,
): Json | undefined {
  if (value === undefined || typeof value === "boolean" || typeof value === "number") return value;
  if (typeof value === "string") return linkedText(value, from, links);
  if (Array.isArray(value))
    return value.flatMap((item: Argument) => terraformValue(item, from, links, beside) ?? []) as Json;
  if (value instanceof Special) return special(value, from, links, beside);
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => {
      const text = terraformValue(item as Argument, from, links, beside);
      return text === undefined ? [] : [[templateText(key), text] as const];
    }),
  );
}

function special(value: Special, from: Addressed, links: Links, beside: WrittenBeside): Json {
  if (value instanceof OwnAttribute) return expression(links.own(from, value));
  if (value instanceof JoinedText)
    return value.parts
      .map((part) => (typeof part === "string" ? templateText(part) : expression(links.own(from, part))))
      .join("");
  if (value instanceof WhenArmed) return whenArmed(value, beside);
  if (value instanceof Given) return variable(value, from, beside);
  if (value instanceof PackageFile) return packagePath(value, from, beside);
  if (!(value instanceof Other)) throw new Error("an argument of no form that is known");
  const link = value.arn === undefined ? undefined : links.to(from, value.arn, value.attribute);
  return link === undefined ? templateText(value.otherwise) : expression(link);
}

function whenArmed({ armed, closed, now }: WhenArmed, beside: WrittenBeside): Json {
  if (now === armed) return armed;
  beside.armed = true;
  return expression(`var.${ARMED} ? ${JSON.stringify(armed)} : ${JSON.stringify(closed)}`);
}

function variable(given: Given, { thing }: Addressed, { given: all }: WrittenBeside): Json {
  const name = terraformName(`${thing.kind}_${thing.id}_${given.key}`).replaceAll("-", "_");
  let free = name;
  for (let n = 2; all.has(free) && all.get(free)?.given !== given; n++) free = `${name}_${n}`;
  all.set(free, { given, of: thingName(thing) });
  return expression(`var.${free}`);
}

function packagePath({ sha256, name }: PackageFile, from: Addressed, { packages }: WrittenBeside): Json {
  const [, stem = name, ending = ""] = /^(.*?)((?:\.[a-z]+)*)$/.exec(name) ?? [];
  const plain = stem.replaceAll(/[^A-Za-z0-9_.-]+/g, "_");
  let path = `${PACKAGES}/${plain}${ending}`;
  for (let n = 2; packages.has(path) && packages.get(path)?.sha256 !== sha256; n++)
    path = `${PACKAGES}/${plain}-${n}${ending}`;
  packages.set(path, { sha256, of: from });
  return expression(`path.module`, `/${path}`);
}

function expression(text: string, rest = ""): string {
  return `$\{${text}}${templateText(rest)}`;
}

/** Texts of JSON name others too, each in quotes. */
function linkedText(text: string, from: Addressed, links: Links): string {
  if (/^\s*[{[]/.test(text))
    return text
      .split(/("(?:[^"\\]|\\.)*")/)
      .map((token) =>
        token.startsWith('"') ? `"${linked(token.slice(1, -1), from, links)}"` : templateText(token),
      )
      .join("");
  return linked(text, from, links);
}

function linked(text: string, from: Addressed, links: Links): string {
  const found = links.begin(text);
  const link = found && links.to(from, found.begin);
  return found === undefined || link === undefined ? templateText(text) : expression(link, found.rest);
}
