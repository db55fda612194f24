import type { Json, JsonObject } from "../../../contract/json.ts";
import { canonical } from "../../kit/canonical.ts";
import { livingStatement } from "../../kit/deleted-principal.ts";
import { becomeBy } from "../../kit/renamed.ts";
import { writableTags } from "../../kit/tags.ts";
import type { IdMap } from "../../protector.ts";
import { canonicalConfiguration } from "../canonical-configuration.ts";
import type { FunctionDocument, PolicyDocument, VersionDocument } from "../document.ts";
import { mappingForm } from "../mapping-form.ts";
import { deniedToSelf } from "../restore/lockout.ts";
import { SEPARATOR } from "../restore/separator.ts";
import { statementForm } from "../restore/statement.ts";

export type View = JsonObject;

/** A function as one tree in which equal functions are equal, in the words and numbers of the destination. */
export function viewOf(
  of: FunctionDocument,
  destination: FunctionDocument,
  idMap: IdMap,
  armed: boolean,
): View {
  const names = namesOf(of, destination, idMap);
  const settings = (value: JsonObject): JsonObject => names.all(value) as JsonObject;
  const qualified = (list: FunctionDocument["urls"]): View =>
    Object.fromEntries(
      list.map(({ qualifier, settings: value }) => [names.qualifier(qualifier), canonical(settings(value))]),
    );
  return {
    versions: Object.fromEntries(
      of.versions
        .filter(isNoSeparator)
        .map(({ version, codeSha256, codeSize, configuration, environment, ...beside }) => [
          names.qualifier(version),
          {
            codeSha256,
            codeSize,
            configuration: settings(canonicalConfiguration(configuration, of.name)),
            environment: [...environment].sort(),
            ...(beside.runtimeManagement !== undefined && {
              runtimeManagement: settings(beside.runtimeManagement),
            }),
            ...(beside.scaling !== undefined && { scaling: beside.scaling }),
          },
        ]),
    ),
    aliases: Object.fromEntries(
      of.aliases.map(({ name, version, description, weights }) => [
        name,
        {
          version: names.qualifier(version),
          description,
          weights: Object.fromEntries(
            Object.entries(weights)
              .map(([key, share]) => [names.qualifier(key), share] as const)
              .filter(([key]) => key !== names.qualifier(version)),
          ),
        },
      ]),
    ),
    permissions: Object.fromEntries(
      of.policies
        .map(
          (policy) =>
            [names.qualifier(policy.qualifier ?? "$LATEST"), grants(policy, settings, armed)] as const,
        )
        .filter(([, statements]) => Object.keys(statements).length > 0),
    ),
    asynchronous: qualified(of.asyncConfigs),
    urls: armed ? qualified(of.urls) : {},
    ...(of.reservedConcurrency !== undefined && { reservedConcurrency: of.reservedConcurrency }),
    provisioned: qualified(of.provisioned ?? []),
    ...(of.codeSigningConfig !== undefined && { codeSigningConfig: names.text(of.codeSigningConfig) }),
    ...(of.recursiveLoop !== undefined && { recursiveLoop: of.recursiveLoop }),
    tags: canonical(writableTags(of.tags)),
    layers: Object.fromEntries(
      of.layers.map(({ arn, sha256 = null, settings: value, statements = [] }) => [
        names.text(arn),
        { sha256, settings: canonical(settings(value)), statements: grants({ statements }, settings, true) },
      ]),
    ),
    mappings: Object.fromEntries(
      of.mappings.map(({ uuid, qualifier, enabled, settings: value, tags = {} }) => [
        names.text(uuid),
        {
          ...(qualifier !== undefined && { qualifier: names.qualifier(qualifier) }),
          ...(armed && { enabled }),
          settings: mappingForm(settings(value)),
          tags: canonical(writableTags(tags)),
        },
      ]),
    ),
  };
}

/** What a restore has put between two equal versions is nothing of the function's own. */
function isNoSeparator({ configuration }: VersionDocument): boolean {
  return configuration.Description !== SEPARATOR;
}

/** Statements by Sid, whatever Lambda's spelling of a condition. Some are there only once it is armed. */
function grants(
  { statements }: PolicyDocument,
  settings: (value: JsonObject) => JsonObject,
  armed: boolean,
): View {
  const alive = statements
    .filter((one) => armed || (one.Effect !== "Allow" && deniedToSelf(one, undefined).length === 0))
    .flatMap((one): JsonObject[] => {
      const { statement } = livingStatement(one);
      return statement === undefined ? [] : [statement];
    });
  return Object.fromEntries(
    alive.map((statement) => {
      const { Resource: _own, ...rest } = statement;
      return [String(statement.Sid), statementForm(settings(rest))];
    }),
  );
}

interface Names {
  readonly text: (value: string) => string;
  readonly qualifier: (value: string) => string;
  readonly all: (value: Json) => Json;
}

function namesOf({ arn }: FunctionDocument, destination: FunctionDocument, idMap: IdMap): Names {
  const text = (value: string): string => {
    const known = becomeBy(idMap, value);
    if (known !== undefined) return known;
    return value === arn || value.startsWith(`${arn}:`)
      ? `${destination.arn}${value.slice(arn.length)}`
      : value;
  };
  const all = (value: Json): Json => {
    if (typeof value === "string") return text(value);
    if (Array.isArray(value)) return value.map((item: Json) => all(item));
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, all(item as Json)]));
  };
  return {
    text,
    all,
    qualifier: (value) => (/^[0-9]+$/.test(value) ? (text(`${arn}:${value}`).split(":")[7] ?? value) : value),
  };
}
