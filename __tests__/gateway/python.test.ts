import { chmod, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { MissingTool } from "../../sandbox/missing-tool.ts";
import { ensurePython, MOTO_VERSION } from "../../sandbox/python.ts";

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "zonekeep python "));
});
afterEach(async () => {
  await rm(dir, { recursive: true, force: true });
});

interface FakePython {
  readonly version?: string;
  /** Version of moto it has. */
  readonly moto?: string;
  /** What `pip install` does. */
  readonly pip?: "installs" | "fails";
}

/** A shell script that answers as Python would: to our probe, to `-m venv` and to `-m pip`. */
async function fakePython({ version = "3, 11", moto, pip = "installs" }: FakePython): Promise<string> {
  const path = join(dir, "python3");
  const installs = `echo ok > "$(dirname "$0")/moto"; echo "$$" >> "${dir}/installs"`;
  const fails = "echo 'Looking in links' >&2; echo 'ERROR: No matching distribution found' >&2; exit 1";
  await writeFile(
    path,
    `#!/bin/sh
case "$1 $2" in
  "-c "*) moto=${moto === undefined ? "null" : `'"${moto}"'`}
    if [ -e "$(dirname "$0")/moto" ]; then moto='"${MOTO_VERSION}"'; fi
    echo "{\\"path\\": \\"$0\\", \\"version\\": [${version}], \\"moto\\": $moto, \\"lacks\\": [], \\"models\\": \\"/models\\"}" ;;
  "-m venv") mkdir -p "$4/bin"; cp "$0" "$4/bin/python" ;;
  "-m pip") ${pip === "installs" ? installs : fails} ;;
esac
`,
  );
  await chmod(path, 0o755);
  return path;
}

const ask = (python: string) => ensurePython({ candidates: [python], cache: join(dir, "cache") });

test("a Python that has moto is used as it is", async () => {
  const python = await fakePython({ moto: MOTO_VERSION });
  expect(await ask(python)).toEqual({ path: python, models: "/models" });
  expect(await readdir(dir)).toEqual(["python3"]);
});

test("moto is installed once into an environment of our own", async () => {
  const python = await fakePython({ moto: "5.0.0" });
  const path = join(dir, "cache", `moto-${MOTO_VERSION}-python-3.11`, "bin", "python");
  expect(await ask(python)).toEqual({ path, models: "/models" });
  expect(await ask(python)).toEqual({ path, models: "/models" });
  expect(await readdir(join(dir, "cache"))).toEqual([`moto-${MOTO_VERSION}-python-3.11`]);
});

test("two that start at once both end with a whole environment", async () => {
  const python = await fakePython({});
  const [one, other] = await Promise.all([ask(python), ask(python)]);
  expect(one).toEqual(other);
  expect(await readdir(join(dir, "cache"))).toEqual([`moto-${MOTO_VERSION}-python-3.11`]);
});

test("a half-made environment is made again", async () => {
  const python = await fakePython({});
  const { path } = await ask(python);
  await rm(join(path, "..", "moto"));
  expect(await ask(python)).toEqual({ path, models: "/models" });
  expect(await readdir(join(path, ".."))).toEqual(["moto", "python"]);
});

test("no Python, or too old a one, is said in one line with the way out", async () => {
  const missing = ensurePython({ candidates: [join(dir, "nowhere"), await fakePython({ version: "2, 7" })] });
  await expect(missing).rejects.toBeInstanceOf(MissingTool);
  await expect(missing).rejects.toThrow(
    /^no Python 3\.10 or newer among .*: the sandbox needs it, install Python 3 and put it on PATH$/,
  );
});

test("a pip that fails is said in one line with its reason and the way out, and leaves nothing", async () => {
  const failing = ask(await fakePython({ pip: "fails" }));
  await expect(failing).rejects.toBeInstanceOf(MissingTool);
  await expect(failing).rejects.toThrow(
    `moto ${MOTO_VERSION} cannot be installed (pip: ERROR: No matching distribution found): run: pip install "moto[server]==${MOTO_VERSION}"`,
  );
  expect(await readdir(join(dir, "cache"))).toEqual([]);
});
