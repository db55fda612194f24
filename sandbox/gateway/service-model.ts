import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { Protocol } from "./call.ts";

/** How one operation of a REST service looks on the wire. */
export interface Route {
  readonly operation: string;
  readonly protocol: Protocol;
  readonly method: string;
  /** Of the path: `{ label }` for a variable, greedy when it takes the rest. */
  readonly segments: readonly (string | { readonly label: string; readonly greedy: boolean })[];
  /** Query parameters that must be there, with their value where it is fixed. */
  readonly query: readonly (readonly [name: string, value: string | undefined])[];
  /** Headers that must be there, lower case. */
  readonly headers: readonly string[];
}

/** What AWS's own model tells of a service. */
interface Operations {
  /** Of REST services only: the others say the operation's name themselves. */
  readonly routes: readonly Route[];
  /** Per operation, the members of its input that name what it is about, the likeliest first. */
  readonly subjects: ReadonlyMap<string, readonly string[]>;
}

/** Answers with a service's operations, by the name it signs with. */
export type Models = (signingName: string) => Operations;

interface Shape {
  readonly required?: readonly string[];
  readonly members?: Readonly<Record<string, { readonly location?: string; readonly locationName?: string }>>;
}

interface Operation {
  readonly http: { readonly method: string; readonly requestUri: string };
  readonly input?: { readonly shape: string };
  readonly deprecated?: boolean;
}

interface ServiceModel {
  readonly metadata: { readonly protocol: string; readonly serviceId?: string };
  readonly operations: Readonly<Record<string, Operation>>;
  readonly shapes: Readonly<Record<string, Shape>>;
}

/** Where a signing name is not the name of the model's folder. */
const FOLDERS: Readonly<Record<string, readonly string[]>> = {
  s3: ["s3", "s3control"],
  apigateway: ["apigateway", "apigatewayv2"],
  es: ["opensearch"],
  elasticfilesystem: ["efs"],
  ses: ["ses", "sesv2"],
  states: ["stepfunctions"],
  monitoring: ["cloudwatch"],
  tagging: ["resourcegroupstaggingapi"],
};

/**
 * Operations read from AWS's own service models, as botocore brings them, each when its service is first
 * called: AWS keeps that table for us, so none is written here by hand.
 */
export function modelsIn(folder: string): Models {
  const known = new Map<string, Operations>();
  return (signingName) => {
    let operations = known.get(signingName);
    if (operations === undefined) {
      const read = (FOLDERS[signingName] ?? [signingName]).flatMap((name) => readModel(folder, name) ?? []);
      const models = read.map((model) => ({
        ...model,
        operations: { ...NEWER[signingName], ...model.operations },
      }));
      operations = {
        routes: models.flatMap(routesOf),
        subjects: new Map(models.flatMap((model) => [...subjectMembersOf(model)])),
      };
      known.set(signingName, operations);
    }
    return operations;
  };
}

/** Operations that AWS has and the models of the installed botocore do not; where they do by now, those count. */
const NEWER: Readonly<Record<string, Readonly<Record<string, Operation>>>> = {
  lambda: Object.fromEntries(
    Object.entries({
      GetResourcePolicy: "GET",
      PutResourcePolicy: "PUT",
      DeleteResourcePolicy: "DELETE",
    }).map(([name, method]) => [
      name,
      { http: { method, requestUri: "/2026-07-09/resource-policy/{ResourceArn}" } },
    ]),
  ),
};

/** For a gateway that names no call. */
export const NO_MODELS: Models = () => ({ routes: [], subjects: new Map() });

function readModel(folder: string, name: string): ServiceModel | undefined {
  const home = join(folder, name);
  if (!/^[a-z0-9-]+$/.test(name) || !existsSync(home)) return undefined;
  const newest = readdirSync(home).sort().at(-1) ?? "";
  const file = join(home, newest, "service-2.json");
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")) as ServiceModel;
  return JSON.parse(gunzipSync(readFileSync(`${file}.gz`)).toString("utf8")) as ServiceModel;
}

/** Exported for tests: a small model in, its routes out. Services that are not REST have none. */
export function routesOf({ metadata, operations, shapes }: ServiceModel): Route[] {
  if (!metadata.protocol.startsWith("rest")) return [];
  const protocol: Protocol =
    metadata.serviceId === "S3" ? "s3" : metadata.protocol === "rest-xml" ? "rest-xml" : "rest-json";
  const current = Object.entries(operations).filter(([, { deprecated }]) => deprecated !== true);
  return current.map(([operation, { http, input }]) => {
    const [path = "/", search = ""] = http.requestUri.split("?");
    const shape = input === undefined ? undefined : shapes[input.shape];
    const required = (location: string): string[] =>
      (shape?.required ?? []).flatMap((name) => {
        const member = shape?.members?.[name];
        return member?.location === location ? [member.locationName ?? name] : [];
      });
    return {
      operation,
      protocol,
      method: http.method,
      segments: segmentsOf(path),
      query: [
        ...search.split("&").filter(Boolean).map(fixedParameter),
        ...required("querystring").map((name) => [name, undefined] as const),
      ],
      headers: required("header").map((name) => name.toLowerCase()),
    };
  });
}

/** Exported for tests. Required members come first: a function's name before the name of its layer. */
export function subjectMembersOf({ operations, shapes }: ServiceModel): Map<string, string[]> {
  const subjects = new Map<string, string[]>();
  for (const [operation, { input }] of Object.entries(operations)) {
    const shape = input === undefined ? undefined : shapes[input.shape];
    const members = [...(shape?.required ?? []), ...Object.keys(shape?.members ?? {})];
    subjects.set(operation, members.filter(isName));
  }
  return subjects;
}

function isName(member: string): boolean {
  return /(Name|Arn|ARN|Id|Url|Identifier)$/i.test(member);
}

function segmentsOf(path: string): Route["segments"] {
  return path
    .split("/")
    .filter(Boolean)
    .map((segment) => {
      const label = /^\{(\w+)(\+?)\}$/.exec(segment);
      return label?.[1] === undefined ? segment : { label: label[1], greedy: label[2] === "+" };
    });
}

function fixedParameter(text: string): readonly [string, string | undefined] {
  const [name = "", value] = text.split("=");
  return [name, value];
}
