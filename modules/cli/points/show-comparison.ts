import { tmpdir } from "node:os";
import { type ComparePorts, compareLive } from "../../restore/compare-live.ts";
import type { RestorePorts } from "../../restore/ports.ts";
import type { RestoreAsked } from "../../restore/restore-asked.ts";
import { download } from "../../store/download.ts";
import { FileSpool } from "../../store/file-spool.ts";
import { describeComparison } from "../describe/describe-comparison.ts";
import { CommandError, EXIT, type ExitCode } from "../terminal/exit.ts";
import type { Output } from "../terminal/output.ts";
import type { Line } from "../terminal/text.ts";

/** @throws CommandError unless what is compared is what was captured, where it was */
export function requireHome(home: string, { to, as }: { readonly to: string; readonly as?: string }): void {
  if (to === home && as === undefined) return;
  throw new CommandError(
    "--diff compares what is in the region where it was, by the name that it had",
    EXIT.usage,
    "leave out --to and --as; what a restore elsewhere would do is what --dry-run shows",
  );
}

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
      ...found.leftOut.map((name): Line => [{ text: "left out ", style: "red" }, name]),
    ]);
    const isSame = found.things.every(({ state }) => state === "same") && found.leftOut.length === 0;
    return isSame ? EXIT.done : EXIT.partial;
  } finally {
    await spool.clear();
  }
}
