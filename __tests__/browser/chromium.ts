import { accessSync, constants, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { type BrowserContext, type BrowserContextOptions, chromium } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
/** Nothing that Chromium would do by itself: no first run, no updates, no requests of its own. */
const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** @throws Error where there is none: a test that did not run must not look like one that passed */
export function findChromium(env: Readonly<Record<string, string | undefined>>): string {
  const { CHROMIUM, PATH = "" } = env;
  const named = CHROMIUM === undefined || CHROMIUM === "" ? [] : [CHROMIUM];
  const onPath = PATH.split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const found = (named.length > 0 ? named : onPath).find(isProgram);
  if (found !== undefined) return found;
  const looked =
    named.length > 0 ? `CHROMIUM names ${named[0]}, which is no program` : "there is none on PATH";
  throw new Error(`the browser tests need Chromium: ${looked}; install it, or set CHROMIUM to its path`);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A browser that has nothing from before and leaves nothing behind. */
export interface Browser {
  open(options?: BrowserContextOptions): Promise<BrowserContext>;
  close(): Promise<void>;
}

export async function launch(): Promise<Browser> {
  const profile = mkdtempSync(join(tmpdir(), "zonekeep browser "));
  const browser = await chromium.launch({
    executablePath: findChromium(process.env),
    args: ARGUMENTS,
    env: { ...process.env, HOME: profile },
  });
  return {
    open: (options) => browser.newContext(options),
    close: async () => {
      await browser.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}
