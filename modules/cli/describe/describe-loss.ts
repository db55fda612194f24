import type { Holder, Loss, Outcome, SiteLoss } from "../../planner/lose/lose-sites.ts";
import { table } from "../terminal/table.ts";
import type { Line, Style } from "../terminal/text.ts";
import { lasting } from "../terminal/words.ts";

/** What a loss leaves, for a person: a line for each policy at each site, then what cannot be restored and why. */
export function describeLoss({ lost, sites, retired, survives }: Loss): Line[] {
  return [
    `lost: ${lost.join(", ")}`,
    survived(survives),
    "",
    ...table(
      ["POLICY", "SITE", "OUTCOME", "POINTS IN", "RESTORE INTO", "LOST AT WORST", "REACHES BACK"],
      sites.map(row),
    ),
    "",
    ...sites.flatMap(remark),
    ...retired.map(
      ({ site, until, left }): Line =>
        left.length > 0
          ? `${site} is retired; what it keeps until ${until} is left in ${left.join(", ")}`
          : [
              { text: "lost: ", style: "red" },
              `what the retired ${site} keeps until ${until}, without a copy`,
            ],
    ),
    totals(sites),
    ...howTo(sites),
  ];
}

function survived(regions: number): string {
  if (regions === 0) return "the loss of one region may lose every point of something";
  const any = regions === 1 ? "any one region may be lost" : `any ${regions} regions may be lost at once`;
  return `${any}, and a point of everything is left`;
}

const SAID: Readonly<Record<Outcome, { readonly text: string; readonly style: Style }>> = {
  untouched: { text: "untouched", style: "dim" },
  "fewer-copies": { text: "runs on with fewer copies", style: "yellow" },
  restorable: { text: "can be restored", style: "green" },
  stranded: { text: "cannot be restored", style: "red" },
  lost: { text: "lost", style: "red" },
};

function row({ policy, site, outcome, left, minutes }: SiteLoss): Line[] {
  const into = outcome === "restorable" ? names(left.filter(({ standby }) => standby)) : "";
  return [
    policy,
    site,
    SAID[outcome],
    names(left),
    into,
    minutes === undefined ? "" : lasting(minutes),
    [...new Set(left.map(({ days }) => `${days} d`))].join(", "),
  ];
}

function names(holders: readonly Holder[]): string {
  return holders.map(({ site }) => site).join(", ");
}

function remark({ policy, site, outcome, left, gone, paused }: SiteLoss): Line[] {
  const about = `${policy} at ${site}: `;
  switch (outcome) {
    case "fewer-copies":
      return [`${about}runs go on, and nothing arrives in ${gone.join(", ")} until it is back`];
    case "restorable":
      return paused === undefined
        ? []
        : [
            [
              { text: about, style: "yellow" },
              `within the pause from ${paused.from} to ${paused.to}, ${lasting(paused.minutes)} are lost at worst`,
            ],
          ];
    case "stranded":
      return [
        [{ text: about, style: "red" }, `points are left in ${names(left)}, where no restore role waits`],
      ];
    case "lost":
      return [
        [{ text: about, style: "red" }, `every point lay in ${gone.join(", ")}`],
        "  help: name another region under copies",
      ];
    default:
      return [];
  }
}

function totals(sites: readonly SiteLoss[]): string {
  const many = (...outcomes: readonly Outcome[]): number =>
    sites.filter(({ outcome }) => outcomes.includes(outcome)).length;
  const said = [
    [many("untouched"), "untouched"],
    [many("fewer-copies"), "with fewer copies"],
    [many("restorable"), "can be restored"],
    [many("stranded", "lost"), "cannot be restored"],
  ] as const;
  const found = said.filter(([amount]) => amount > 0).map(([amount, what]) => `${amount} ${what}`);
  return found.join(", ") || "no policy runs anywhere";
}

/** A line for each policy at each site that can come back, under the role that waits there. */
function howTo(sites: readonly SiteLoss[]): Line[] {
  return sites.flatMap(({ policy, site, outcome, left }): Line[] => {
    const into = outcome === "restorable" ? left.find(({ standby }) => standby) : undefined;
    return into === undefined
      ? []
      : [`  help: npx zonekeep restore --policy ${policy} --site ${site} --to ${into.site} --role standby`];
  });
}
