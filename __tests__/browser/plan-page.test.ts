import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import axe from "axe-core";
import type { BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { planPage } from "../../modules/cli/report/page.ts";
import { readPageFiles } from "../../modules/cli/report/page-files.ts";
import type { PlanReport } from "../../modules/cli/report/report.ts";
import { runIn } from "../cli/support/io.ts";
import { EVERYTHING, planOf } from "../support/plan-of.ts";
import { policyPlan, samplePlan } from "../support/sample-plan.ts";
import { type Browser, findChromium, launch } from "./chromium.ts";

const HUB = "34 regions that copy to one, which has 34 zones among others";
const policies = ["edge", "media", "orders"].map((name) => policyPlan({ name }));
const full = planOf({ regions: 2, zones: () => 1, copies: 1, policies: [EVERYTHING] });
const at = { file: "policies/orders.yaml", line: 3, col: 1 };
const change = {
  path: "",
  gone: false,
  stacks: [],
  because: at,
  subject: { kind: "policy", id: "orders" },
} as const;

const hub = planOf({ regions: 34, zones: (region) => (region === 3 ? 34 : 2), copies: 33, policies });
/** Everything is copied to one region, as most do who have many. */
const toOne = {
  ...hub,
  stacks: hub.stacks.map((stack) => ({
    ...stack,
    units: stack.units.map((unit) =>
      unit.kind === "schedule"
        ? { ...unit, copies: stack.region === "us-east-1" ? [] : ["us-east-1"] }
        : unit,
    ),
  })),
};
const REPORTS: Readonly<Record<string, PlanReport>> = {
  "2 regions and a zone": { plan: samplePlan(), warnings: [] },
  "6 regions with 12 zones, 5 copies each": {
    plan: planOf({ regions: 6, zones: () => 12, copies: 5, policies }),
    warnings: [],
  },
  "34 regions and 73 zones": {
    plan: planOf({ regions: 34, zones: (region) => (region < 5 ? 3 : 2), copies: 5, policies }),
    warnings: [],
  },
  [HUB]: { plan: toOne, warnings: [] },
  "all that a page can tell": {
    plan: {
      ...full,
      stacks: full.stacks.map((stack) =>
        stack.kind === "zone" ? { ...stack, retiredUntil: "2027-01-31", units: [] } : stack,
      ),
    },
    warnings: [{ severity: "warning", code: "RETENTION", message: "short", hint: "35d", at }],
    difference: {
      changes: [
        {
          ...change,
          class: "weakens",
          what: "keeps points 14d, 35d before",
          hint: "keep 35d",
          refused: true,
        },
        { ...change, class: "adds", what: "new", refused: false },
      ],
      affected: [{ id: "site-us-east-1" }],
      leaving: [
        { id: "links-us-east-1", command: "ZONEKEEP_AGAINST=origin/main npx cdktf deploy links-us-east-1" },
      ],
    },
  },
};
const SAMPLE = "2 regions and a zone";
const SIX = "6 regions with 12 zones, 5 copies each";
const FULL = "all that a page can tell";
const DESK = { width: 1400, height: 900 };
const PHONE = { width: 390, height: 844 };

let folder = "";
let browser: Browser;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "zonekeep page "));
  for (const [name, report] of Object.entries(REPORTS))
    writeFileSync(join(folder, `${name}.html`), planPage(report, readPageFiles()));
  browser = await launch();
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

interface Opened {
  readonly page: Page;
  /** Whatever the console said and whatever was asked for beside the page itself. */
  readonly troubles: string[];
}

async function open(name: string, options: BrowserContextOptions = {}): Promise<Opened> {
  const context = await browser.open({ viewport: DESK, reducedMotion: "reduce", ...options });
  const troubles: string[] = [];
  const address = pathToFileURL(join(folder, `${name}.html`)).href;
  context.on("request", (request) => {
    if (request.url().split("#")[0] !== address) troubles.push(`request ${request.url()}`);
  });
  context.on("console", (message) => troubles.push(`console ${message.text()}`));
  context.on("weberror", (error) => troubles.push(`error ${error.error().message}`));
  await context.route(/^(?!file:)/, (route) => route.abort());
  const page = await context.newPage();
  await page.goto(address);
  return { page, troubles };
}

const close = ({ page }: Opened): Promise<void> => page.context().close();
const focused = (page: Page): Promise<string | null> =>
  page.evaluate("document.activeElement.dataset.site ?? document.activeElement.id");
const panel = (page: Page) => page.locator("#panel");
const site = (page: Page, id: string) => page.locator(`.site[data-site="${id}"]:visible`);

describe("a browser that is not there", () => {
  test("fails the tests in one sentence instead of skipping them", () => {
    expect(() => findChromium({ PATH: "/nowhere" })).toThrow(
      /^the browser tests need Chromium: there is none on PATH; install it, or set CHROMIUM to its path$/,
    );
    expect(() => findChromium({ CHROMIUM: "/no/such", PATH: process.env.PATH })).toThrow(
      /CHROMIUM names \/no\/such, which is no program/,
    );
  });
});

describe.each(Object.keys(REPORTS))("the page of %s", (name) => {
  test.each(["light", "dark"] as const)(
    "asks for nothing and says nothing to the console, %s",
    async (colorScheme) => {
      const opened = await open(name, { colorScheme });
      const first = opened.page.locator(".site:visible").first();
      await first.click();
      await opened.page.locator("#filter").fill("us");
      await first.click();
      expect(opened.troubles).toEqual([]);
      await close(opened);
    },
  );

  test("has labels that stay in their boxes and do not meet, also when a site is lost", async () => {
    const opened = await open(name);
    expect(await opened.page.evaluate(COLLISIONS)).toEqual([]);
    await opened.page.locator(".site:visible").first().click();
    expect(await opened.page.evaluate(COLLISIONS)).toEqual([]);
    await close(opened);
  });

  test("is not wider than a phone, where the drawing is whole and nothing of it scrolls", async () => {
    const opened = await open(name, { viewport: PHONE });
    expect(await opened.page.evaluate(WHOLE)).toBe(true);
    await opened.page.locator(".site:visible").first().click();
    expect(await opened.page.evaluate("document.documentElement.scrollWidth")).toBe(PHONE.width);
    await close(opened);
  });
});

/** Whether the drawing that is shown lies in its frame from edge to edge. */
const WHOLE = `(() => {
  const frame = [...document.querySelectorAll(".drawing")].find((one) => one.getClientRects().length > 0);
  return frame.scrollWidth <= frame.clientWidth && frame.scrollHeight <= frame.clientHeight;
})()`;

/** Each text of the drawing against its box and the other texts of it. */
const COLLISIONS = `[...document.querySelectorAll(".wide .place")].flatMap((site) => {
  const seen = (text) => text.textContent !== "" && getComputedStyle(text).visibility === "visible";
  const texts = [...site.querySelectorAll("text")].filter(seen).map((text) => [text.textContent, text.getBBox()]);
  const { x, y, width, height } = site.querySelector(".box").getBBox();
  const out = texts.filter(([, box]) =>
    box.x < x || box.y < y || box.x + box.width > x + width || box.y + box.height > y + height);
  const meets = (a, b) =>
    a.x < b.x + b.width && b.x < a.x + a.width && a.y + 2 < b.y + b.height && b.y + 2 < a.y + a.height;
  const met = texts.filter(([, a], at) => texts.slice(at + 1).some(([, b]) => meets(a, b)));
  return [...out, ...met].map(([text]) => site.querySelector(".name").textContent + ": " + text);
})`;

/** Colours too: axe computes what is behind each text. */
const AXE = `axe.run().then(({ violations }) =>
  violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => [id, html, failureSummary])))`;

describe("a site", () => {
  test("is chosen by a click, which shows what its loss costs and marks what it touches", async () => {
    const opened = await open(SAMPLE);
    const { page } = opened;
    expect(await panel(page).isVisible()).toBe(false);
    await site(page, "us-east-1").click();
    expect(await panel(page).locator("h3").textContent()).toBe("If us-east-1 is lost");
    expect(await panel(page).locator("tbody tr").allInnerTexts()).toEqual([
      "orders\tus-east-1 and its edge zones\tcan be restored\teu-west-1 (35 d)\teu-west-1\t90 min",
      "orders\teu-west-1\tcan go on, with fewer copies\tall but us-east-1\t-\t-",
    ]);
    expect(await page.locator(".wide .mark").allTextContents()).toEqual(["restores", "lost", "lost"]);
    expect(await site(page, "us-east-1").getAttribute("aria-pressed")).toBe("true");
    expect(await page.locator(".wide .arrow.is-dead").count()).toBe(2);

    await site(page, "us-east-1-bos-1a").click();
    expect(await panel(page).locator("h3").textContent()).toBe("If us-east-1-bos-1a is lost");
    expect(await page.locator(".wide .mark").allTextContents()).toEqual(["restores", "restores", "lost"]);
    expect(await page.locator(".wide .arrow.is-dead").count()).toBe(0);

    await panel(page).getByRole("button", { name: "Clear" }).click();
    expect(await panel(page).isVisible()).toBe(false);
    expect(await focused(page)).toBe("us-east-1-bos-1a");
    expect(await page.locator(".wide .mark").allTextContents()).toEqual(["", "", ""]);
    await close(opened);
  });

  test("is reached and chosen by keyboard alone, with one stop for Tab", async () => {
    const opened = await open(SAMPLE);
    const { page } = opened;
    const press = async (...keys: string[]): Promise<string | null> => {
      for (const key of keys) await page.keyboard.press(key);
      return focused(page);
    };
    await page.locator(".drawing:visible").focus();
    expect(await press("Tab")).toBe("eu-west-1");
    expect(await press("ArrowRight")).toBe("us-east-1");
    expect(await press("ArrowDown")).toBe("us-east-1-bos-1a");
    expect(await press("ArrowDown")).toBe("us-east-1-bos-1a");
    expect(await page.locator('.wide .site[tabindex="0"]').count()).toBe(1);
    expect(await press("Enter")).toBe("us-east-1-bos-1a");
    expect(await panel(page).locator("h3").textContent()).toBe("If us-east-1-bos-1a is lost");
    expect(await press("ArrowUp", " ")).toBe("us-east-1");
    expect(await panel(page).locator("h3").textContent()).toBe("If us-east-1 is lost");
    expect(await press(" ")).toBe("us-east-1");
    expect(await panel(page).isVisible()).toBe(false);
    expect(await press("Home", "Enter", "Escape")).toBe("eu-west-1");
    expect(await panel(page).isVisible()).toBe(false);
    expect(await press("End")).toBe("us-east-1-bos-1a");
    expect(
      await page.evaluate("getComputedStyle(document.activeElement.querySelector('.box')).strokeWidth"),
    ).toBe("4px");
    await press("Tab");
    expect(await page.evaluate("document.activeElement.closest('svg')")).toBe(null);
    expect(await press("Shift+Tab")).toBe("us-east-1-bos-1a");
    await close(opened);
  });

  test("stays in sight beside what its loss costs, wherever it stands in a large drawing", async () => {
    for (const viewport of [DESK, PHONE]) {
      const opened = await open(SIX, { viewport });
      const { page } = opened;
      await page.locator(".drawing:visible").focus();
      await page.keyboard.press("Tab");
      await page.keyboard.press("End");
      await page.keyboard.press("Enter");
      const [box, told] = [
        await page.locator(".site:visible").last().boundingBox(),
        await panel(page).boundingBox(),
      ];
      expect(box && told && box.y >= 0 && box.y + box.height <= told.y + 1).toBe(true);
      expect(told && told.y + told.height <= viewport.height).toBe(true);
      await close(opened);
    }
  });
});

describe("a drawing of many regions", () => {
  test("is seen at one look: what is alike stands in one box, also the edge zones of a region", async () => {
    const opened = await open(HUB);
    const { page } = opened;
    const [frame] = await page.evaluate<number[]>(
      "[...document.querySelectorAll('.wide')].map(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight)",
    );
    expect(frame).toBe(0);
    expect(await page.locator(".wide .name").allTextContents()).toEqual([
      ...["us-east-1", "2 edge zones", "32 regions", "2 edge zones", "eu-central-1", "34 edge zones"],
    ]);
    await page.locator(".wide").getByText("32 regions").click();
    expect(await panel(page).locator("h3").textContent()).toMatch(
      /^If .* or one of 31 regions like it is lost$/,
    );
    await close(opened);
  });

  test("comes before every list, and the losses begin with the worst", async () => {
    const opened = await open(HUB);
    const headings = await opened.page.locator("h1, h2").allTextContents();
    expect(headings.slice(0, 3)).toEqual([
      "What must exist in account 123456789012 for edge, media, orders",
      "Topology",
      "If a site is lost",
    ]);
    const losses = await opened.page.locator(".loss summary").allTextContents();
    expect(losses[0]).toMatch(/^If us-east-1 is lost: .* lost with every point/);
    await close(opened);
  });
});

describe("the page", () => {
  test.each([
    ["light", DESK],
    ["dark", PHONE],
  ] as const)(
    "has no fault that axe finds, %s, opened and with a site lost",
    async (colorScheme, viewport) => {
      const opened = await open(FULL, { colorScheme, viewport });
      await opened.page.evaluate(axe.source);
      await opened.page.evaluate(
        "for (const folded of document.querySelectorAll('details')) folded.open = true; undefined",
      );
      expect(await opened.page.evaluate(AXE)).toEqual([]);
      await opened.page.locator(".site:visible").first().click();
      expect(await opened.page.evaluate(AXE)).toEqual([]);
      await close(opened);
    },
  );

  test("filters its tables by every word, and says how many rows are left", async () => {
    const opened = await open(SAMPLE);
    const { page } = opened;
    await page.locator("#filter").fill("BOS vault");
    expect(await page.locator("#units tbody tr:visible th").allTextContents()).toEqual([
      "us-east-1-bos-1a.vault",
    ]);
    expect(await page.locator("#matches").textContent()).toBe("2 of 28 rows");
    await page.locator("#filter").fill("");
    expect(await page.locator("#units tbody tr:visible").count()).toBe(22);
    expect(await page.locator("#matches").textContent()).toBe("");
    await close(opened);
  });

  test("runs nothing and asks for nothing that is put into it, and these tests would see it", async () => {
    const whole = readFileSync(join(folder, `${SAMPLE}.html`), "utf8");
    const foreign = `<img src="https://example.com/x.png"><script>document.title = "ran"</script></body>`;
    writeFileSync(join(folder, "foreign.html"), whole.replace("</body>", foreign));
    const opened = await open("foreign");
    expect(await opened.page.title()).toBe("Plan of account 123456789012");
    const seen = opened.troubles.map((trouble) => /^request|img-src|script-src/.exec(trouble)?.[0]);
    expect(seen.sort()).toEqual(["img-src", "request", "script-src"]);
    await close(opened);
  });

  test("follows the scheme that the reader prefers", async () => {
    const grounds = await Promise.all(
      (["light", "dark"] as const).map(async (colorScheme) => {
        const opened = await open(SAMPLE, { colorScheme });
        const ground = await opened.page.evaluate("getComputedStyle(document.body).backgroundColor");
        await close(opened);
        return ground;
      }),
    );
    expect(grounds).toEqual(["rgb(246, 247, 249)", "rgb(12, 16, 23)"]);
  });

  test("is readable without its script: a site of the drawing leads to what its loss costs", async () => {
    const opened = await open(SAMPLE, { javaScriptEnabled: false });
    const { page } = opened;
    expect(await page.locator("#filter").isVisible()).toBe(false);
    expect(await page.getByText("Select a site").isVisible()).toBe(false);
    expect(await page.locator("#loss-1").isVisible()).toBe(false);
    await site(page, "us-east-1").click();
    expect(await page.locator("#loss-1 tbody tr").first().innerText()).toContain("can be restored");
    expect(opened.troubles).toEqual([]);
    await close(opened);
  });

  test("prints everything, also what is folded, and no control", async () => {
    const opened = await open(SAMPLE);
    const { page } = opened;
    await page.emulateMedia({ media: "print" });
    expect(await page.locator("details table").first().isVisible()).toBe(true);
    expect(await page.locator("#loss-2").isVisible()).toBe(true);
    expect(await page.locator("#filter").isVisible()).toBe(false);
    expect((await page.pdf()).subarray(0, 5).toString()).toBe("%PDF-");
    await close(opened);
  });

  test("is what plan --format html writes", async () => {
    cpSync(join(import.meta.dirname, "..", "..", "policies"), join(folder, "policies"), { recursive: true });
    const ran = await runIn(folder, ["plan", "--format", "html", "--output", "written.html"]);
    expect(ran).toEqual({ code: 0, stdout: "", stderr: "" });
    const opened = await open("written");
    await site(opened.page, "us-east-1").click();
    expect(await panel(opened.page).locator("h3").textContent()).toBe("If us-east-1 is lost");
    expect(opened.troubles).toEqual([]);
    await close(opened);
  });
});
