import { tmpdir } from "node:os";
import { compareLive } from "../../restore/compare-live.ts";
import type { ComparePorts } from "../../restore/live-things.ts";
import type { RestorePorts } from "../../restore/ports.ts";
import type { RestoreAsked } from "../../restore/restore-asked.ts";
import { download } from "../../store/download.ts";
import { FileSpool } from "../../store/file-spool.ts";
import { describeComparison } from "../describe/describe-comparison.ts";
import { EXIT, type ExitCode } from "../terminal/exit.ts";
import type { Output } from "../terminal/output.ts";
import type { Line } from "../terminal/text.ts";

const MAPPED =
  "  help: add what stands for it to the file of --map; --dry-run --write-map FILE writes one to fill in";

/** Prints how what would come back stands to what is there. Exit 0: all of it is the same. */
export async function showComparison(
  ports: RestorePorts,
  asked: RestoreAsked,
  output: Output,
): Promise<ExitCode> {
  const spool = await FileSpool.in(tmpdir());
  try {
    const comparing: ComparePorts = { ...ports, download, spool };
    const found = await compareLive(comparing, asked);
    for (const warning of found.warnings) output.note([{ text: "warning: ", style: "yellow" }, warning]);
    output.result(found, () => [
      ...describeComparison(found),
      ...(found.things.some(({ missing }) => missing.length > 0) ? [MAPPED] : []),
      ...found.leftOut.map((name): Line => [{ text: "left out ", style: "red" }, name]),
    ]);
    const isSame = found.things.every(({ state }) => state === "same") && found.leftOut.length === 0;
    return isSame ? EXIT.done : EXIT.partial;
  } finally {
    await spool.clear();
  }
}
