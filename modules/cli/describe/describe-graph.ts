import { type GraphThing, type SiteGraph, saidOfRuns, waysIn } from "../graph/graph.ts";
import type { Line } from "../terminal/text.ts";
import { count } from "../terminal/words.ts";

/** A tree for each site: below a thing what calls it, then what it needs. What stands above already is not repeated. */
export function describeGraphs(graphs: readonly SiteGraph[]): Line[] {
  return graphs.flatMap((graph, index) => [...(index === 0 ? [] : [""]), ...describeGraph(graph)]);
}

function describeGraph(graph: SiteGraph): Line[] {
  const { site, policy, run, of, things, depth } = graph;
  const known = new Map(things.map((thing) => [thing.name, thing]));
  const told = new Set<string>();
  const missing = things.filter(({ problem }) => problem !== undefined);
  return [
    [
      { text: site, style: "bold" },
      `, policy ${policy}, run ${run}: ${count(things.length, "thing")}, events come through ${count(depth, "step")} at most`,
    ],
    ...saidOfRuns(graph).map((text): Line => [{ text, style: "yellow" }]),
    ...of.flatMap((name) => lines(name, "", "")),
    ...missing.map(
      ({ name, problem = "" }): Line => [{ text: "not known: ", style: "red" }, name, `: ${problem}`],
    ),
  ];

  function lines(name: string, indent: string, word: string): Line[] {
    const again = told.has(name);
    told.add(name);
    const thing = known.get(name);
    const head: Line = [indent, word, name, again && hasMore(thing) ? " (above)" : ""];
    if (again || thing === undefined) return [head];
    const below = `${indent}  `;
    const to = (wanted: string) => thing.related.filter(({ how }) => how === wanted);
    return [
      head,
      ...to("calledBy").flatMap((one) => lines(one.to, below, "<- ")),
      ...waysIn(thing).map(({ text, kept }): Line => [below, "<- ", kept ? text : { text, style: "yellow" }]),
      ...to("needs").flatMap((one) => lines(one.to, below, "needs ")),
    ];
  }
}

function hasMore(thing: GraphThing | undefined): boolean {
  return thing !== undefined && thing.related.length + waysIn(thing).length > 0;
}
