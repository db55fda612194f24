import { shortList } from "../../core/short-list.ts";
import { compareText } from "../../core/source-order.ts";
import { thingName } from "../../core/thing-name.ts";

/** A thing, as a run of a site kept it. */
export interface GraphThing {
  /** `sqs-queue/orders` */
  readonly name: string;
  readonly arn: string;
  /** What it was captured with: by their names, and which way it goes. */
  readonly related: readonly GraphEdge[];
  /** Its ways in for events that are no other thing, and come back with it: `function URL, AWS_IAM`. */
  readonly doors: readonly string[];
  /** Who may call it and is kept by no point, in one text each. */
  readonly seen: readonly string[];
  /** Why nothing is known of it but its name. */
  readonly problem?: string;
}

export interface GraphEdge {
  readonly to: string;
  /** `calledBy`: that brings events to this. `needs`: this is not whole without that, such as a dead-letter queue. */
  readonly how: "calledBy" | "needs";
}

/** What brings events to some things of one site, through the chain, and what all of that needs. */
export interface SiteGraph {
  readonly site: string;
  readonly policy: string;
  readonly run: string;
  /** A newer run, which kept nothing. Absent: there is none. */
  readonly emptyRun?: string;
  /** Why nobody proves what is drawn. Absent: a pinned key signed its run. */
  readonly unsigned?: string;
  /** Newer runs that are not drawn, since nobody proves them: `RUN (forged)`. */
  readonly passedOver: readonly string[];
  /** Names of what was asked for, sorted. */
  readonly of: readonly string[];
  /** By name, sorted. */
  readonly things: readonly GraphThing[];
  /** Steps that an event takes at most until it is at one of those: 2 for a topic, a queue and a function. */
  readonly depth: number;
}

export function graphOf(
  at: Pick<SiteGraph, "site" | "policy" | "run" | "emptyRun" | "unsigned" | "passedOver">,
  of: Iterable<string>,
  things: Iterable<GraphThing>,
): SiteGraph {
  const all = new Map([...things].map((thing) => [thing.name, thing]));
  const roots = [...of].sort(compareText);
  return {
    ...at,
    of: roots,
    things: [...all.values()].sort((a, b) => compareText(a.name, b.name)),
    depth: stepsTo(roots, all),
  };
}

/** Runs that a graph names. */
const MAX_NAMED = 3;

/** What a person has to know of the runs that a graph is of, in a sentence each. */
export function saidOfRuns({ emptyRun, unsigned, passedOver }: Omit<SiteGraph, "things">): readonly string[] {
  return [
    ...(unsigned === undefined ? [] : [`nobody proves what is drawn: ${unsigned}`]),
    ...(passedOver.length === 0
      ? []
      : [`not drawn, since nobody proves what is newer: ${shortList(passedOver, MAX_NAMED)}`]),
    ...(emptyRun === undefined ? [] : [`newer run ${emptyRun} kept nothing: this is the one before`]),
  ];
}

/** The longest of the shortest ways: a circle has an end too. */
function stepsTo(roots: readonly string[], all: ReadonlyMap<string, GraphThing>): number {
  const known = new Set(roots);
  let steps = 0;
  for (let level = roots; ; steps++) {
    const next = level
      .flatMap((name) => all.get(name)?.related ?? [])
      .filter(({ how, to }) => how === "calledBy" && !known.has(to))
      .map(({ to }) => to);
    if (next.length === 0) return level.some((name) => waysIn(all.get(name)).length > 0) ? steps + 1 : steps;
    for (const name of next) known.add(name);
    level = next;
  }
}

/** What brings events to a thing and is no thing itself, as it is shown. */
export function waysIn(thing: Pick<GraphThing, "doors" | "seen"> | undefined): readonly WayIn[] {
  const { doors = [], seen = [] } = thing ?? {};
  return [
    ...doors.map((text) => ({ text, kept: true })),
    ...seen.map((by) => ({ text: `${by}: seen, not protected`, kept: false })),
  ];
}

interface WayIn {
  readonly text: string;
  readonly kept: boolean;
}

/** What a document says of another thing. */
export interface Named {
  /** ARNs that it reads events from. */
  readonly sources: ReadonlySet<string>;
  /** ARNs that it is not whole without. */
  readonly needed: ReadonlySet<string>;
}

/**
 * A kind whose own list tells whom it calls is there because it calls, but where the thing needs it. Of what has no such list
 * the thing names what it reads.
 */
export function edgeTo(
  related: { readonly kind: string; readonly id: string; readonly arn: string },
  { sources, needed }: Named,
  callsByItself: boolean,
): GraphEdge {
  const calls = sources.has(related.arn) || (callsByItself && !needed.has(related.arn));
  return { to: thingName(related), how: calls ? "calledBy" : "needs" };
}
