import { createHash } from "node:crypto";
import fc from "fast-check";
import { type DefaultTreeAdapterMap, parse } from "parse5";
import { describe, expect, test } from "vitest";
import { planPage } from "../../../modules/cli/report/page.ts";
import { readPageFiles } from "../../../modules/cli/report/page-files.ts";
import type { PlanReport } from "../../../modules/cli/report/report.ts";
import { printable } from "../../../modules/core/printable.ts";
import type { Plan } from "../../../modules/planner/plan.ts";
import { arbitraryPlan, hostileText } from "../../support/arbitrary-plan.ts";
import { attribute, type Element, elements, outline, textOf } from "../../support/parsed-html.ts";
import { planOf } from "../../support/plan-of.ts";
import { EAST, policyPlan, samplePlan, WEST, ZONE } from "../../support/sample-plan.ts";
import { mapTexts, twins } from "./hostile.ts";

const FILES = readPageFiles();
type Page = DefaultTreeAdapterMap["document"];
const page = (report: PlanReport): Page => parse(planPage(report, FILES));
const sample = (plan: Plan = samplePlan()): Page => page({ plan, warnings: [] });
const named = (root: Page | Element | undefined, tag: string): Element[] =>
  root === undefined ? [] : elements(root).filter(({ tagName }) => tagName === tag);
const rowsOf = (root: Element | undefined): string[][] =>
  named(root, "tr").map((row) =>
    elements(row)
      .filter(({ tagName }) => /^t[hd]$/.test(tagName))
      .map(textOf),
  );
const byId = (root: Page, id: string): Element | undefined =>
  elements(root).find((element) => attribute(element, "id") === id);

describe("the page", () => {
  test("allows its own style and script by their hashes, and nothing else", () => {
    const root = sample();
    const hash = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
    const [style, ...styles] = named(root, "style");
    const scripts = named(root, "script");
    const [data, script, ...more] = scripts;
    expect([styles, more, data && attribute(data, "type")]).toEqual([[], [], "application/json"]);
    const policy = named(root, "meta").find((meta) => attribute(meta, "http-equiv") !== undefined);
    expect(policy && attribute(policy, "content")).toBe(
      `default-src 'none'; style-src ${hash(style ? textOf(style) : "")}; script-src ${hash(script ? textOf(script) : "")}; base-uri 'none'; form-action 'none'`,
    );
  });

  test("asks for nothing: no address but of a place in itself, no handler and no style in an attribute", () => {
    const attrs = elements(sample()).flatMap(({ attrs: own }) => own);
    const links = attrs.filter(({ name }) => /^(href|src|srcset|action|data|poster|xlink:href)$/.test(name));
    expect(links.length).toBeGreaterThan(3);
    expect(links.filter(({ value }) => !value.startsWith("#"))).toEqual([]);
    expect(attrs.filter(({ name }) => /^(on|style$)/.test(name))).toEqual([]);
    const urls = [FILES.style.text, ...attrs.map(({ value }) => value)].flatMap(
      (text) => text.match(/url\([^)]*\)/g) ?? [],
    );
    expect([...new Set(urls.map((url) => url.replace(/["\d]/g, "")))].sort()).toEqual([
      "url(#topology-hatch)",
      "url(#topology-head-)",
      "url(#topology-narrow-hatch)",
      "url(#topology-narrow-head-)",
    ]);
    expect(FILES.style.text + FILES.script.text).not.toMatch(/@import|https?:|innerHTML|fetch\(|eval\(|<\//);
  });

  test("says in its head what must be known first", () => {
    const tiles = named(byId(sample(), "main") && sample(), "dl").flatMap((list) =>
      named(list, "div").map((tile) =>
        [named(tile, "dd"), named(tile, "dt")].map(([part]) => part && textOf(part)),
      ),
    );
    expect(tiles).toEqual([
      ["1", "policy"],
      ["2", "regions"],
      ["1", "edge zone"],
      ["22", "units"],
      ["1", "region may be lost at once"],
      ["90 min", "lost at worst with a region"],
    ]);
  });

  test("has the drawing as a table too, and a name for each site and arrow of it", () => {
    const root = sample();
    const [table] = named(root, "table").map(rowsOf);
    expect(table).toEqual([
      ["Site", "Kind", "Vault", "What happens there", "Copies"],
      [WEST, "region", "7-365 d, governance", "runs orders", "us-east-1: orders 35 d"],
      [EAST, "region", "7-365 d, governance", "runs orders", "eu-west-1: orders 35 d"],
      [ZONE, "edge zone of us-east-1", "7-365 d, governance", "runs orders", "eu-west-1: orders 35 d"],
    ]);
    const labels = elements(byId(root, "topology") as Element).flatMap((element) =>
      element.tagName === "a" || attribute(element, "role") === "img"
        ? [attribute(element, "aria-label")]
        : [],
    );
    expect(labels).toEqual([
      "eu-west-1 to us-east-1: orders 35 d",
      "us-east-1 and 1 zone to eu-west-1: orders 35 d",
      "eu-west-1, region, vault 7-365 d, governance, runs orders, copies to us-east-1",
      "us-east-1, region, vault 7-365 d, governance, runs orders, copies to eu-west-1",
      "us-east-1-bos-1a, edge zone, vault 7-365 d, governance, runs orders, copies to eu-west-1",
    ]);
  });

  test("tells of each site what its loss costs, where a link of the drawing leads, and marks it for the script", () => {
    const root = sample();
    const link = named(root, "a").find((each) => attribute(each, "data-site") === EAST);
    const told = byId(root, (link && attribute(link, "href")?.slice(1)) ?? "");
    expect(told && textOf(told)).toContain(`Its edge zones go with it: ${ZONE}.`);
    expect(rowsOf(told)).toEqual([
      ["Policies", "At", "What becomes of them", "Points left in", "Restore into", "Lost at worst"],
      [
        "orders",
        "us-east-1 and its edge zones",
        "can be restored",
        "eu-west-1 (35 d)",
        "eu-west-1",
        "90 min",
      ],
      ["orders", "eu-west-1", "can go on, with fewer copies", "all but us-east-1", "-", "-"],
    ]);
    const [data] = named(root, "script");
    const losses = JSON.parse(data ? textOf(data) : "") as unknown[];
    expect(losses).toHaveLength(3);
    const marks = { [WEST]: "restores", [EAST]: "lost", [ZONE]: "lost" };
    expect(losses[1]).toEqual({ site: EAST, title: `${EAST} is lost`, marks });
  });

  test("tells what is lost for good where there is no copy", () => {
    const plan = samplePlan(
      { copies: [] },
      { copies: [], exposure: { interval: 60, window: 15, replication: 0, local: 75 } },
    );
    const alone = plan.stacks.map((stack) => ({
      ...stack,
      units: stack.units.map((unit) => (unit.kind === "schedule" ? { ...unit, copies: [] } : unit)),
    }));
    const root = sample({ ...plan, stacks: alone });
    expect(rowsOf(byId(root, "loss-0")).slice(1)).toEqual([
      ["orders", "eu-west-1", "lost with every point", "nowhere", "-", "everything"],
    ]);
    const [tiles] = named(root, "dl");
    expect(tiles && textOf(tiles)).toContain("lost at worst with a regioneverything");
  });

  test("shows 5000 units and counts the others", () => {
    const policies = Array.from({ length: 40 }, (_, index) => policyPlan({ name: `p${index}` }));
    const plan = planOf({ regions: 20, zones: () => 5, copies: 1, policies });
    const units = plan.stacks.flatMap((stack) => stack.units).length;
    const [table] = named(byId(sample(plan), "units"), "tbody");
    expect(rowsOf(table)).toHaveLength(5000);
    expect(planPage({ plan, warnings: [] }, FILES)).toContain(`And ${units - 5000} more; `);
  });

  test("of a plan in which nothing exists is a page too", () => {
    const root = sample({ ...samplePlan(), policies: [], stacks: [], budgets: [] });
    expect(named(root, "svg")).toHaveLength(2);
    expect(named(root, "a").map((link) => attribute(link, "href"))).toEqual(["#main"]);
  });
});

describe("text from YAML", () => {
  test("changes no element, no attribute and no other text of the page", () => {
    fc.assert(
      fc.property(twins, ({ harmless, hostile, said }) => {
        const expected = outline(page(harmless), (text) =>
          /T[a-z]T/.test(text) ? printable(said(text)) : text,
        );
        expect(outline(page(hostile))).toEqual(expected);
      }),
      { numRuns: 15, endOnFailure: true },
    );
  });

  test("stays text in names of sites too, in the drawing and in the script's data", () => {
    const AREAS = /us-east|us-west|eu-west|eu-central|ap-south|ap-northeast|sa-east/g;
    const tally = (root: Page): Record<string, number> => {
      const counts: Record<string, number> = {};
      for (const { tagName, attrs } of elements(root))
        for (const key of [tagName, ...attrs.map(({ name }) => `${tagName} ${name}`)])
          counts[key] = (counts[key] ?? 0) + 1;
      return counts;
    };
    fc.assert(
      fc.property(arbitraryPlan(fc.constant("text"), 3), hostileText, (plan, text) => {
        // Each name stays itself, with something in front of it.
        const hostile = mapTexts(plan, (each) => each.replace(AREAS, (area) => `${area}${text}`)) as Plan;
        const root = page({ plan: hostile, warnings: [] });
        expect(tally(root)).toEqual(tally(page({ plan, warnings: [] })));
        const [data, script] = named(root, "script");
        const sites = (JSON.parse(data ? textOf(data) : "") as { site: string }[]).map(({ site }) => site);
        const homes = hostile.stacks.filter(({ kind }) => kind !== "links").map(({ site }) => site);
        expect(sites.sort()).toEqual(homes.sort());
        expect(script && textOf(script)).toBe(FILES.script.text);
      }),
      { numRuns: 30, endOnFailure: true },
    );
  });
});
