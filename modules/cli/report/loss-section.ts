import { uniqueSorted } from "../../core/source-order.ts";
import type { Loss, Outcome, SiteLoss } from "../../planner/lose/lose-sites.ts";
import type { SiteId } from "../../policy/policy.ts";
import { lasting } from "../terminal/words.ts";
import { type Html, html } from "./html.ts";
import type { LostSite } from "./losses.ts";
import { joined, listOf, type Phrase, say } from "./phrase.ts";
import { phraseHtml, tableHtml } from "./tables.ts";

/** Outcomes worst first, with the words they are told in. What is untouched is only counted. */
const OUTCOMES: readonly (readonly [Outcome, string])[] = [
  ["lost", "lost with every point"],
  ["stranded", "cannot be restored, though points are left"],
  ["restorable", "can be restored"],
  ["fewer-copies", "can go on, with fewer copies"],
];

/** One loss, folded away: how policies end at each site, those that end alike in one row. */
export function lossHtml(lost: LostSite, title: string, id: string): Html {
  const { site, loss } = lost;
  const also = loss.lost.filter((each) => each !== site);
  const told = OUTCOMES.flatMap(([outcome, words]) =>
    alike(loss.sites.filter((each) => each.outcome === outcome)).map((group) => row(group, lost, words)),
  );
  const remarks: Phrase[] = [
    ...(also.length === 0 ? [] : [say`Its edge zones go with it: ${listOf(also, also.length, "")}.`]),
    ...loss.retired.map(retiredWords),
    ...(told.length > 0 ? [] : [["Nothing that runs is touched."]]),
  ];
  return html`<details class="loss"><summary>If ${title}: ${totals(lost)}</summary>
<div id="${id}" tabindex="-1">
${remarks.map((remark) => html`<p>${phraseHtml(remark)}</p>\n`)}${
  told.length === 0
    ? undefined
    : tableHtml({ name: `What becomes of policies if ${site} is lost`, head: HEAD, rows: told })
}</div></details>
`;
}

const HEAD = ["Policies", "At", "What becomes of them", "Points left in", "Restore into", "Lost at worst"];
/** Sites in one cell, and policies that fare well; those that do not are all named. */
const MAX_SITES = 8;
const MAX_POLICIES = 50;

interface Group {
  readonly policies: readonly string[];
  readonly sites: readonly SiteId[];
  readonly like: SiteLoss;
}

/** Policies that end alike at a site, then sites at which the same policies end alike. */
function alike(losses: readonly SiteLoss[]): Group[] {
  const ending = ({ outcome, left, gone, minutes }: SiteLoss) =>
    outcome === "fewer-copies" ? [gone] : [left, minutes];
  const atSite = grouped(losses, (loss) => JSON.stringify([loss.site, ending(loss)])).map((group) => ({
    policies: uniqueSorted(group.map(({ policy }) => policy)),
    like: group[0],
  }));
  return grouped(atSite, ({ policies, like }) => JSON.stringify([policies, ending(like)])).map(
    (group): Group => ({ ...group[0], sites: uniqueSorted(group.map(({ like }) => like.site)) }),
  );
}

/** In the order in which each key is first met. */
function grouped<T>(items: readonly T[], keyOf: (item: T) => string): [T, ...T[]][] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return [...groups.values()];
}

function row({ policies, sites, like }: Group, { site, loss }: LostSite, words: string): Phrase[] {
  const { left, gone, minutes, outcome } = like;
  const whole = sites.length > 1 && sites.join() === loss.lost.join();
  const into = outcome === "restorable" ? left.filter(({ standby }) => standby) : [];
  return [
    listOf(
      policies,
      minutes === undefined && outcome !== "fewer-copies" ? policies.length : MAX_POLICIES,
      "",
    ),
    whole ? say`${site} and its edge zones` : listOf(sites, MAX_SITES, ""),
    [words],
    outcome === "fewer-copies"
      ? say`all but ${listOf(gone, gone.length, "")}`
      : left.length === 0
        ? ["nowhere"]
        : joined(left.map((holder) => say`${holder.site} (${holder.days} d)`)),
    into.length > 1 && into.length === left.length
      ? ["any of them"]
      : listOf(
          into.map((holder) => holder.site),
          into.length,
          "-",
        ),
    [minutes !== undefined ? lasting(minutes) : outcome === "lost" ? "everything" : "-"],
  ];
}

function retiredWords({ site, until, left }: Loss["retired"][number]): Phrase {
  return left.length === 0
    ? say`What the retired ${site} keeps until ${until} is lost too: it has no copy.`
    : say`What the retired ${site} keeps until ${until} is left in ${listOf(left, left.length, "")}.`;
}

/** `2 can be restored; 1 untouched`: runs of a policy at a site. */
function totals({ loss, untouched }: LostSite): string {
  const said = OUTCOMES.flatMap(([outcome, words]) => {
    const many = loss.sites.filter((each) => each.outcome === outcome).length;
    return many === 0 ? [] : [`${many} ${words}`];
  });
  return (
    [...said, ...(untouched === 0 ? [] : [`${untouched} untouched`])].join("; ") || "no policy runs anywhere"
  );
}

/** The worst first: what loses most, then what strands most, and so on; among equals in the order they have. */
export function worstFirst<T extends { readonly lost: LostSite }>(losses: readonly T[]): T[] {
  const counts = ({ lost }: T): readonly number[] =>
    OUTCOMES.map(([outcome]) => lost.loss.sites.filter((each) => each.outcome === outcome).length);
  const known = new Map(losses.map((one) => [one, counts(one)]));
  return [...losses].sort((a, b) => {
    const [left = [], right = []] = [known.get(a), known.get(b)];
    return left.reduce((found, many, i) => found || (right[i] ?? 0) - many, 0);
  });
}
