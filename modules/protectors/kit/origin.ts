import { createHash } from "node:crypto";
import type { Kind } from "../../contract/kinds.ts";
import { own } from "../../core/own.ts";
import { parsePointKey, pointKey, sourcePrefix } from "../../recovery/layout.ts";
import { timeOfPoint } from "./time-of-point.ts";

/**
 * Tag of what a restore has made whose id AWS draws, an API, a usage plan, an API key, a distribution: others may have its
 * name, so nothing else says which one it stands for. Of an API it also names the run of the point, until the restore has
 * finished.
 */
export const ORIGIN = "zonekeep:origin";

/**
 * Tags that each can have.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-tagging-supported-resources.html
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/tagging.html
 */
export const MAX_TAGS = 50;

/** The one that was. */
export interface DrawnSource {
  readonly account: string;
  readonly region: string;
  readonly id: string;
}

interface Origin extends DrawnSource {
  /** Of the name that a person gave the restored one. */
  readonly as?: string;
  /** Run of the point that it is being restored from. */
  readonly run?: string;
  /** Deployments that were made from the point, in its order. */
  readonly deployed: readonly string[];
}

/** Characters of a tag's value. */
const ROOM = 256;

/**
 * `111122223333/us-east-1/abc123`, perhaps ` as 0f3c1a2b`, perhaps ` from RUN`, perhaps ` deployed a1b2c3+d4e5f6`: with more
 * deployments than a tag has room for, the first ones.
 */
export function originText(
  { account, region, id }: DrawnSource,
  as: string | undefined,
  run?: string,
  deployed: readonly string[] = [],
): string {
  const copy = as === undefined ? "" : ` as ${hashOf(as)}`;
  const state = `${account}/${region}/${id}${copy}${run === undefined ? "" : ` from ${run}`}`;
  const told = deployed.filter(
    (_, at) => `${state} deployed ${deployed.slice(0, at + 1).join("+")}`.length <= ROOM,
  );
  return told.length === 0 ? state : `${state} deployed ${told.join("+")}`;
}

const FORM =
  /^([0-9]{12})\/([a-z0-9-]+)\/([A-Za-z0-9]+)(?: as ([0-9a-f]{8}))?(?: from ([0-9TZ]{16}-[0-9a-f]{8}))?(?: deployed ([A-Za-z0-9]+(?:\+[A-Za-z0-9]+)*))?$/;

/** Whoever may tag writes anything there: `undefined` for what no restore writes. */
function parseOrigin(tags: Readonly<Record<string, string>>): Origin | undefined {
  const [, account, region, id, as, run, deployed] = FORM.exec(own(tags, ORIGIN) ?? "") ?? [];
  if (account === undefined || region === undefined || id === undefined) return undefined;
  return {
    ...{ account, region, id, deployed: deployed?.split("+") ?? [] },
    ...(as !== undefined && { as }),
    ...(run !== undefined && { run }),
  };
}

/** Whether something says that it stands for another one. */
export function isStandIn(
  tags: Readonly<Record<string, string>>,
  source: DrawnSource,
  as: string | undefined,
): boolean {
  const origin = parseOrigin(tags);
  return (
    origin !== undefined &&
    originText({ ...origin }, undefined) === originText(source, undefined) &&
    origin.as === (as === undefined ? undefined : hashOf(as))
  );
}

/** Whether something may be the one that a restore calls by this name: its own at the destination, or the id of its source. */
export function isCalled(tags: Readonly<Record<string, string>>, name: string): boolean {
  const origin = parseOrigin(tags);
  return origin !== undefined && (origin.as === undefined ? origin.id === name : origin.as === hashOf(name));
}

/**
 * Key of the point whose restore made the API and has not finished. An API that is older than the point was not made from it.
 * @param since milliseconds since 1970 at which it was made
 */
export function restoredFrom(
  kind: Kind,
  tags: Readonly<Record<string, string>>,
  since: number | undefined,
): string | undefined {
  const origin = parseOrigin(tags);
  if (origin?.run === undefined) return undefined;
  const key = pointKey(sourcePrefix(origin.account, origin.region), { kind, id: origin.id }, origin.run);
  return since === undefined || since >= timeOfPoint(key) ? key : undefined;
}

/** Deployments that the tag tells of. */
export function deployedBy(tags: Readonly<Record<string, string>>): readonly string[] {
  return parseOrigin(tags)?.deployed ?? [];
}

/** Run of a point, by its key. */
export function runOfPoint(point: string): string {
  return parsePointKey(point)?.run ?? "";
}

/** Tags that are its owner's. */
export function withoutOrigin(tags: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const { [ORIGIN]: origin, ...rest } = tags;
  return origin === undefined || parseOrigin(tags) === undefined ? tags : rest;
}

function hashOf(name: string): string {
  return createHash("sha256").update(name).digest("hex").slice(0, 8);
}
