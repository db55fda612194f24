import { printable } from "../../core/printable.ts";
import { type SiteGraph, saidOfRuns, waysIn } from "./graph.ts";

/**
 * Flowcharts of Mermaid, one for each site, as a README or a pull request draws them in a block of code. Arrows go as
 * events do; what is only needed hangs on a dotted line. https://mermaid.js.org/syntax/flowchart.html
 */
export function mermaid(graphs: readonly SiteGraph[]): string {
  return graphs.map(chart).join("\n");
}

function chart(graph: SiteGraph): string {
  const { site, policy, run, of, things } = graph;
  const ids = new Map(things.map(({ name }, index) => [name, `t${index}`]));
  const id = (name: string): string => ids.get(name) ?? "t";
  const seen = things.flatMap((thing) => waysIn(thing).map((way) => ({ name: thing.name, way })));
  return [
    `%% ${text(`${site}, policy ${policy}, run ${run}`)}`,
    ...saidOfRuns(graph).map((said) => `%% ${text(said)}`),
    "flowchart LR",
    ...things.map(({ name }) => `  ${id(name)}["${text(name)}"]`),
    ...seen.map(({ way }, index) => `  s${index}(["${text(way.text)}"])`),
    ...things.flatMap(({ name, related }) =>
      related.map(({ to, how }) =>
        how === "calledBy" ? `  ${id(to)} --> ${id(name)}` : `  ${id(name)} -.- ${id(to)}`,
      ),
    ),
    ...seen.map(({ name }, index) => `  s${index} --> ${id(name)}`),
    ...(of.length === 0 ? [] : [`  style ${of.map(id).join(",")} stroke-width:3px`]),
    "",
  ].join("\n");
}

/** Nothing ends the quoted text, and nothing is markup: Mermaid takes characters by their number. */
function text(value: string): string {
  return printable(value).replace(/[^\p{L}\p{N} ,./:=_*-]/gu, (char) => `#${char.codePointAt(0)};`);
}
