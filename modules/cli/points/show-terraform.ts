import { tmpdir } from "node:os";
import type { JsonObject } from "../../contract/json.ts";
import { blobKey } from "../../recovery/layout.ts";
import { openVerified } from "../../recovery/read-blob.ts";
import { asTerraform, type InTerraform } from "../../restore/as-terraform/as-terraform.ts";
import type { RestorePorts } from "../../restore/ports.ts";
import type { RestoreAsked } from "../../restore/restore-asked.ts";
import { download } from "../../store/download.ts";
import { FileSpool } from "../../store/file-spool.ts";
import { describeBlocked } from "../describe/describe-restore.ts";
import { describeInTerraform } from "../describe/describe-terraform.ts";
import { EXIT, type ExitCode } from "../terminal/exit.ts";
import type { FreshFolder } from "../terminal/fresh-folder.ts";
import type { Output } from "../terminal/output.ts";

/** What holds secrets of what is restored, or will. */
const IGNORED = [".terraform/", "*.tfstate", "*.tfstate.*", "*.auto.tfvars.json", "*.tfplan"];

/** Writes what would come back as configuration of Terraform. Exit 3: something is to be made otherwise. */
export async function showTerraform(
  ports: RestorePorts,
  asked: RestoreAsked,
  folder: FreshFolder,
  output: Output,
): Promise<ExitCode> {
  const spool = await FileSpool.in(tmpdir());
  try {
    const found = await asTerraform({ ...ports, download, spool }, asked);
    for (const warning of found.warnings) output.note([{ text: "warning: ", style: "yellow" }, warning]);
    if (found.blocked.length > 0) {
      output.result(report(found), () => [
        ...describeBlocked(found.blocked),
        "  help: --dry-run --write-map FILE writes a map to fill in",
      ]);
      return EXIT.bad;
    }
    output.status(`writing ${folder.path}`);
    await folder.write(filesOf(ports, found));
    output.result({ ...report(found), folder: folder.path }, () => describeInTerraform(found, folder.path));
    return found.left.length + found.leftOut.length === 0 ? EXIT.done : EXIT.partial;
  } finally {
    await spool.clear();
  }
}

function filesOf({ source }: RestorePorts, { configuration, things }: InTerraform) {
  const { files, values, packages } = configuration;
  const all = new Map<string, string | AsyncIterable<Uint8Array>>([
    [".gitignore", `${IGNORED.join("\n")}\n`],
  ]);
  for (const [path, content] of files) all.set(path, textOf(content));
  if (values !== undefined) all.set(values.path, textOf(values.content));
  for (const [path, { sha256, thing }] of packages) {
    const kept = things
      .find(({ kind, id }) => kind === thing.kind && id === thing.id)
      ?.point.manifest.blobs.find((blob) => blob.sha256 === sha256);
    if (kept === undefined) throw new Error(`${path} is in no point`);
    all.set(path, openVerified(source.store, blobKey(source.prefix, sha256), kept));
  }
  return all;
}

function textOf(content: JsonObject): string {
  return `${JSON.stringify(content, undefined, 2)}\n`;
}

function report({ configuration, things, blocked, missing, left, leftOut, skipped, warnings }: InTerraform) {
  const { files, packages, resources, imports, asked, waits } = configuration;
  return {
    things: things.map(({ kind, id, point }) => ({ kind, id, point: point.key })),
    files: [...files.keys(), ...packages.keys()].sort(),
    resources,
    imports,
    asked,
    waits,
    blocked,
    missing,
    left,
    leftOut,
    skipped,
    warnings,
  };
}
