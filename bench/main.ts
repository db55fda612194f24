import { createOutput } from "../modules/cli/terminal/output.ts";
import { table } from "../modules/cli/terminal/table.ts";
import type { Line } from "../modules/cli/terminal/text.ts";
import { benchApplication } from "./application.ts";
import { benchCapture } from "./capture.ts";
import { benchEvents } from "./events.ts";
import type { Measured } from "./measure.ts";
import { benchPlan } from "./plan.ts";
import { benchRecords } from "./records.ts";
import { benchSignatures } from "./signatures.ts";
import { benchSynth } from "./synth.ts";
import { benchValidate } from "./validate.ts";

/** `npm run bench [-- NAME...] [--json]`: exit code 1 when a bound is broken. */
const BENCHES: Readonly<Record<string, () => Promise<Measured | readonly Measured[]>>> = {
  validate: benchValidate,
  plan: benchPlan,
  synth: benchSynth,
  capture: benchCapture,
  signatures: benchSignatures,
  application: benchApplication,
  records: benchRecords,
  events: benchEvents,
};

const asked = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const output = createOutput(
  {
    stdout: (text) => process.stdout.write(text),
    stderr: (text) => process.stderr.write(text),
    env: process.env,
    cwd: process.cwd(),
    now: () => new Date(),
    isTTY: { stdout: process.stdout.isTTY === true, stderr: process.stderr.isTTY === true },
  },
  { json: process.argv.includes("--json") },
);

const measured: Measured[] = [];
for (const [name, bench] of Object.entries(BENCHES)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  output.status(`measuring ${name}`);
  measured.push(...[await bench()].flat());
}
const broken = (one: Measured): boolean => !(one.value <= one.bound);
const verdict = (one: Measured): Line =>
  broken(one) ? { text: "broken", style: "red" } : { text: "holds", style: "green" };
output.result(measured, () =>
  table(
    ["WHAT", "MEASURED", "AT MOST", "", "UNIT", "HOW"],
    measured.map((one) => [
      one.name,
      one.value.toFixed(1),
      String(one.bound),
      verdict(one),
      one.unit,
      one.detail,
    ]),
  ),
);
process.exitCode = measured.some(broken) ? 1 : 0;
