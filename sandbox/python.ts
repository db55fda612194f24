import { execFile } from "node:child_process";
import { mkdir, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { MissingTool } from "./missing-tool.ts";

const run = promisify(execFile);

export const MOTO_VERSION = "5.2.1";

/** Prints one JSON line: where this Python is, its version, and whether moto's server can be started with it. */
const PROBE = `
import importlib.metadata as m, importlib.util as u, json, os, sys
def moto():
    try: return m.version("moto")
    except m.PackageNotFoundError: return None
parts = ["flask", "flask_cors", "werkzeug", "botocore", "docker", "yaml", "antlr4", "jsonpath_ng", "joserfc"]
lacks = [p for p in parts if u.find_spec(p) is None]
data = None if u.find_spec("botocore") is None else os.path.join(os.path.dirname(u.find_spec("botocore").origin), "data")
print(json.dumps({"path": sys.executable, "version": list(sys.version_info[:2]), "moto": moto(), "lacks": lacks, "models": data}))
`;

interface Probe {
  readonly path: string;
  readonly version: readonly [number, number];
  readonly moto: string | null;
  readonly lacks: readonly string[];
  readonly models: string | null;
}

export interface PythonOptions {
  /** Names or paths to try, in order. Default: `python3`, then `python`. */
  readonly candidates?: readonly string[];
  /** Folder for a virtual environment, when moto has to be installed. Default: `$XDG_CACHE_HOME/zonekeep`. */
  readonly cache?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Called with one line when something slow begins. */
  readonly onProgress?: (line: string) => void;
}

/** A Python that can run the sandbox. */
export interface Python {
  readonly path: string;
  /** Folder of AWS's own service models, which moto's SDK brings along. */
  readonly models: string;
}

/**
 * Finds Python 3 with moto, or installs moto into a virtual environment of our own. Safe to run twice at once.
 * @throws MissingTool when there is no Python 3.10 or newer, or moto cannot be installed
 */
export async function ensurePython(options: PythonOptions = {}): Promise<Python> {
  const env = options.env ?? process.env;
  const system = await findPython(options.candidates ?? ["python3", "python"], env);
  const found = usable(system);
  if (found !== undefined) return found;
  const cache = options.cache ?? join(env.XDG_CACHE_HOME || join(homedir(), ".cache"), "zonekeep");
  const home = join(cache, `moto-${MOTO_VERSION}-python-${system.version.join(".")}`);
  const kept = await installed(home, env);
  if (kept !== undefined) return kept;
  options.onProgress?.(`installing moto ${MOTO_VERSION} into ${home}`);
  return await install(system, home, env);
}

async function findPython(candidates: readonly string[], env: NodeJS.ProcessEnv): Promise<Probe> {
  for (const candidate of candidates) {
    const probe = await inspect(candidate, env);
    if (probe !== undefined && (probe.version[0] > 3 || probe.version[1] >= 10)) return probe;
  }
  throw new MissingTool(
    `no Python 3.10 or newer among ${candidates.join(", ")}: the sandbox needs it, install Python 3 and put it on PATH`,
  );
}

async function inspect(python: string, env: NodeJS.ProcessEnv): Promise<Probe | undefined> {
  try {
    return JSON.parse((await run(python, ["-c", PROBE], { env })).stdout) as Probe;
  } catch {
    return undefined; // not there, Python 2, or a half-made environment
  }
}

function usable(probe: Probe | undefined): Python | undefined {
  if (probe === undefined || probe.moto !== MOTO_VERSION || probe.lacks.length > 0) return undefined;
  return probe.models === null ? undefined : { path: probe.path, models: probe.models };
}

async function installed(home: string, env: NodeJS.ProcessEnv): Promise<Python | undefined> {
  return usable(await inspect(join(home, "bin", "python"), env));
}

/** Builds beside and renames, so that nobody ever sees half an environment. */
async function install(system: Probe, home: string, env: NodeJS.ProcessEnv): Promise<Python> {
  const beside = `${home}.${process.pid}.${Date.now()}`;
  try {
    await mkdir(beside, { recursive: true });
    await step("venv", system.path, ["-m", "venv", "--system-site-packages", beside], env);
    const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
    await step("pip", join(beside, "bin", "python"), [...pip, `moto[server]==${MOTO_VERSION}`], env);
    await put(beside, home, env);
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
  const made = await installed(home, env);
  if (made === undefined)
    throw new MissingTool(`moto ${MOTO_VERSION} was installed into ${home} but does not load`);
  return made;
}

/** Somebody else may have been faster: theirs is as good as ours. A damaged one is replaced. */
async function put(beside: string, home: string, env: NodeJS.ProcessEnv): Promise<void> {
  try {
    await rename(beside, home);
  } catch {
    if ((await installed(home, env)) !== undefined) return;
    await rm(home, { recursive: true, force: true });
    await rename(beside, home);
  }
}

const WAY_OUT = {
  venv: "install Python's venv module (Debian: python3-venv)",
  pip: `run: pip install "moto[server]==${MOTO_VERSION}"`,
} as const;

async function step(
  what: keyof typeof WAY_OUT,
  python: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<void> {
  try {
    await run(python, [...args], { env });
  } catch (error) {
    const said = String((error as { stderr?: string }).stderr ?? error).trim();
    const reason = said.split("\n").findLast((line) => /error/i.test(line)) ?? said.split("\n").at(-1) ?? "";
    throw new MissingTool(
      `moto ${MOTO_VERSION} cannot be installed (${what}: ${reason.trim()}): ${WAY_OUT[what]}`,
    );
  }
}
