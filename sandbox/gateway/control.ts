import type { IncomingMessage, ServerResponse } from "node:http";
import type { Readable } from "node:stream";
import type { Cuts } from "./cut.ts";
import type { Fault, FaultRule, Faults } from "./faults.ts";
import type { Recorder } from "./record.ts";

/** No AWS call starts so: bucket names have no underscore. */
export const CONTROL_PATH = "/_sandbox/";

export interface Controlled {
  readonly recorder: Recorder;
  readonly cuts: Cuts;
  readonly faults: Faults;
  /** A region was just lost: break what is under way there. */
  readonly onCut: () => void;
}

/** The gateway's own face, for tests and the command line. Answers JSON. */
export async function control(
  { recorder, cuts, faults, onCut }: Controlled,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(`http://gateway${request.url}`);
  const asked = `${request.method} ${url.pathname.slice(CONTROL_PATH.length)}`;
  const say = (status: number, value: unknown): void => {
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
  };
  try {
    switch (asked) {
      case "GET health":
        return say(200, { ok: true, pid: process.pid });
      case "GET calls":
        return say(200, recorder.calls(Number(url.searchParams.get("after") ?? 0)));
      case "GET cut":
        return say(200, { regions: cuts.regions() });
      case "POST cut":
        cuts.cut(regionIn(await json(request)));
        onCut();
        return say(200, { regions: cuts.regions() });
      case "POST heal":
        cuts.heal(regionIn(await json(request)));
        return say(200, { regions: cuts.regions() });
      case "POST faults":
        faults.set(rulesIn(await json(request)));
        return say(200, { ok: true });
      case "DELETE faults":
        faults.set([]);
        return say(200, { ok: true });
      default:
        return say(404, { error: `the gateway knows no ${asked}` });
    }
  } catch (error) {
    say(400, { error: error instanceof Error ? error.message : String(error) });
  }
}

async function json(body: Readable): Promise<unknown> {
  let text = "";
  for await (const chunk of body.setEncoding("utf8")) text += chunk;
  return JSON.parse(text);
}

function regionIn(body: unknown): string {
  const region = (body as { region?: unknown } | null)?.region;
  if (typeof region !== "string") throw new TypeError('a region is wanted: {"region": "us-east-1"}');
  return region;
}

const FAULT_KINDS: ReadonlySet<Fault["kind"]> = new Set([
  "error",
  "delay",
  "drop-before",
  "drop-after",
  "truncate",
  "flip",
]);

function rulesIn(body: unknown): readonly FaultRule[] {
  if (!Array.isArray(body)) throw new TypeError("a list of fault rules is wanted");
  for (const { fault } of body as Partial<FaultRule>[])
    if (fault === undefined || !FAULT_KINDS.has(fault.kind))
      throw new TypeError(`a fault's kind is one of ${[...FAULT_KINDS].join(", ")}`);
  return body as FaultRule[];
}
